/** Draws again and again, and never while it is drawing. */
export interface Redraw {
  /** Draws what there is; what changes meanwhile is drawn right after. */
  now(): void;
  /** Draws in a moment: orders may come in by the hundred, faster than anybody could read. */
  soon(): void;
  /** From then on nothing is drawn that nobody asks for. */
  close(): void;
}

/** How often it draws by itself, for the ages on the screen, in milliseconds. */
const tick = 1000;

/** How long events gather before they are shown, in milliseconds. */
const moment = 50;

/** @param failed told of a drawing that failed; it was the last one */
export function redraws(paint: () => Promise<void>, failed: (error: unknown) => void): Redraw {
  let drawing = false;
  let again = false;
  let due: NodeJS.Timeout | undefined;

  function now(): void {
    again = drawing;
    if (drawing) return;
    drawing = true;
    paint()
      .then(() => {
        drawing = false;
        if (again) now();
      })
      .catch(failed);
  }

  const timer = setInterval(now, tick);
  return {
    now,
    soon() {
      due ??= setTimeout(() => {
        due = undefined;
        now();
      }, moment);
    },
    close() {
      clearInterval(timer);
      clearTimeout(due);
    },
  };
}
