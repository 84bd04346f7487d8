import { accessSync, constants } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { hasCredentials, webUrl } from '../blink/wire/web-url.ts';
import { secretNames } from '../session/secrets/secret.ts';
import { type Check, ok, warning } from './check.ts';

const pathOfCron = '/usr/bin:/bin';

/** The variables that cron gives a job. */
export function environmentOfCron({ HOME, LOGNAME, USER }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const user = LOGNAME ?? USER;
  return {
    ...(HOME && { HOME }),
    ...(user && { LOGNAME: user, USER: user }),
    SHELL: '/bin/sh',
    PATH: pathOfCron,
  };
}

/** The variables that blink or Node look at. */
const relevant =
  /^(?:BLINK_\w+|(?:https?|all|no)_proxy|(?:HTTPS?|ALL|NO)_PROXY|NODE_EXTRA_CA_CERTS|NODE_OPTIONS|XDG_(?:CONFIG|STATE)_HOME|CREDENTIALS_DIRECTORY|TZ)$/;

/** What the shell has and a job of cron's would do without. */
export const cronVariablesCheck: Check = {
  id: 'cron-variables',
  title: 'Variables under cron',
  look({ env, shell = env }) {
    const missing = Object.entries(shell).filter(
      ([name, value]) => value && relevant.test(name) && !env[name],
    );
    if (missing.length === 0) return ok('a job has all that this shell has');
    const names = missing.map(([name]) => name);
    return warning(
      `a job would not have ${names.join(', ')}`,
      ['# at the top of the crontab:', ...missing.map(([name, value = '']) => lineFor(name, value))].join(
        '\n',
      ),
    );
  },
};

/** The line that sets a variable in a crontab. A secret does not belong there: others may read it, and mails quote it. */
function lineFor(name: string, value: string): string {
  const secret = secretNames.find((one) => one === name);
  if (secret) return `${secret}_FILE=/path/to/a/file/that/only/you/can/read`;
  const url = webUrl(value);
  return `${name}=${url && hasCredentials(url) ? '…' : value}`;
}

/** Whether cron's PATH leads to blink, and to the Node that runs it. */
export const cronPathCheck: Check = {
  id: 'cron-path',
  title: 'PATH under cron',
  look({ env, shell = env }) {
    const here = `${dirname(process.execPath)}${delimiter}${shell.PATH ?? ''}`;
    const away = ['blink', 'node'].filter((program) => folderOf(program, pathOfCron) === undefined);
    if (away.length === 0) return ok(`${pathOfCron} has blink and node`);
    const folders = new Set(away.flatMap((program) => folderOf(program, here) ?? []));
    const detail = `cron looks in ${pathOfCron} only, where there is no ${away.join(' and no ')}`;
    if (folders.size === 0) return warning(detail, 'Give the job the whole path of blink.');
    return warning(detail, `# at the top of the crontab:\nPATH=${[...folders, pathOfCron].join(':')}`);
  },
};

function folderOf(program: string, path: string): string | undefined {
  return path.split(delimiter).find((folder) => isExecutable(join(folder, program)));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
