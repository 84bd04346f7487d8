import { wantsColour } from '../terminal/style.ts';
import { type Check, ok, skipped, warning } from './check.ts';

/** Columns. With fewer a table shows little. */
const narrow = 40;

export const terminalCheck: Check = {
  id: 'terminal',
  title: 'Terminal',
  look({ stdout, env, platform }) {
    if (!stdout.isTTY) return skipped('the output is not a terminal');
    const columns = stdout.columns || 80;
    if (columns < narrow) {
      return warning(`${columns} columns are few`, 'Make the window wider, or use --output csv.');
    }
    if (platform !== 'win32' && !/utf-?8/i.test(localeOf(env))) {
      return warning('its language is not UTF-8, so Urdu may not be shown', 'export LC_ALL=C.UTF-8');
    }
    if (platform === 'win32' && !env.WT_SESSION) {
      return warning('an old console may not show Urdu', 'chcp 65001');
    }
    const colours = wantsColour(stdout, env, undefined) ? 'colours' : 'no colours';
    return ok(`${columns} columns, ${colours}, UTF-8`);
  },
};

/** The language of the characters, by the first of three variables that says one. */
function localeOf({ LC_ALL, LC_CTYPE, LANG }: NodeJS.ProcessEnv): string {
  return LC_ALL || LC_CTYPE || LANG || '';
}
