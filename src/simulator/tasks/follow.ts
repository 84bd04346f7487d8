import type { Simulator } from '../call.ts';
import { eventsOf, taskEvent } from './event.ts';

const interval = 250;

/**
 * Tells the webhooks what the clock does to tasks, from now on. What happened while no simulator ran is not made up
 * for. Does not keep the process alive.
 * @returns what ends it
 */
export function followTasks({ clock, stores, tell }: Simulator): () => void {
  let toldUpTo = clock();
  const timer = setInterval(() => {
    const now = clock();
    for (const task of readTasks()) {
      for (const event of eventsOf(task, toldUpTo, now))
        tell({ kind: 'task', event: taskEvent(task, event) });
    }
    toldUpTo = now;
  }, interval);
  timer.unref();

  // Whoever asks for a task is told that the file is damaged; here there is nobody to tell.
  const readTasks = () => {
    try {
      return stores.tasks.read().tasks;
    } catch {
      return [];
    }
  };

  return () => clearInterval(timer);
}
