import { mkdirSync } from 'node:fs';
import { CliError, messageOf } from '../../errors.ts';

/** Makes the folder for the state, readable by nobody else. */
export function makeStateFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new CliError('failed', `The simulator can't keep its state in ${folder}: ${messageOf(cause)}`, {
      hint: 'Choose another folder with BLINK_STATE_DIR.',
      cause,
    });
  }
}
