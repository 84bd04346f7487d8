import { emitKeypressEvents } from 'node:readline';
import type { Io } from '../io.ts';

/** A key as it was pressed: its name where it has one, and the text that it writes. */
export interface Key {
  /** `up`, `return`, `escape`, `a`; with `ctrl-` before it where that was held. */
  name: string;
  text: string;
}

/** The whole terminal, for as long as something is shown on it. */
export interface Screen {
  size(): { columns: number; rows: number };
  /** Shows these lines in place of the ones before; none may be wider than the terminal. */
  draw(lines: readonly string[]): void;
  bell(): void;
  /** Gives the terminal back as it was. Calling it again does nothing. */
  close(): void;
}

const enter = '\u001b[?1049h\u001b[?25l';
const leave = '\u001b[?25h\u001b[?1049l';
const home = '\u001b[H';
const clearLine = '\u001b[K';
const clearBelow = '\u001b[J';

/**
 * Takes the terminal over: its other screen, so that what stood there comes back, and each key as it is pressed. Where
 * standard input is no terminal there are no keys.
 * @param on `failed` gets what goes wrong in the other two
 */
export function openScreen(
  { stdin, stdout }: Io,
  on: { key(key: Key): void; resize(): void; failed(error: unknown): void },
): Screen {
  const guarded = (work: () => void) => {
    try {
      work();
    } catch (error) {
      on.failed(error);
    }
  };
  const write = (text: string) => stdout.write(text, (error) => error && on.failed(error));
  const keypress = (text: string | undefined, key: { name?: string; ctrl?: boolean } = {}) => {
    const name = `${key.ctrl ? 'ctrl-' : ''}${key.name ?? text ?? ''}`;
    guarded(() => on.key({ name, text: key.ctrl ? '' : (text ?? '') }));
  };
  const resize = () => guarded(on.resize);
  const ended = () => guarded(() => on.key({ name: 'end-of-input', text: '' }));
  const hasKeys = stdin.isTTY === true;
  let open = true;

  write(enter);
  stdout.on('resize', resize);
  if (hasKeys) {
    emitKeypressEvents(stdin);
    stdin.setRawMode?.(true);
    stdin.on('keypress', keypress);
    stdin.on('end', ended);
    stdin.resume();
  }

  return {
    size: () => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 }),
    draw(lines) {
      if (open) write(home + lines.map((line) => line + clearLine).join('\r\n') + clearBelow);
    },
    bell() {
      if (open) write('\u0007');
    },
    close() {
      if (!open) return;
      open = false;
      stdout.removeListener('resize', resize);
      if (hasKeys) {
        stdin.removeListener('keypress', keypress);
        stdin.removeListener('end', ended);
        stdin.setRawMode?.(false);
        stdin.pause();
      }
      stdout.write(leave);
    },
  };
}
