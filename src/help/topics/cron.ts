import type { Topic } from './topic.ts';

export const cron: Topic = {
  summary: 'Runs by the clock, that nobody watches',
  about: [
    'Every command can be run by cron, systemd or the Task Scheduler. Nothing is ever asked without a terminal.',
    'A run that was cut off goes on when the same command is run again. Two runs of one job never overlap.',
  ],
  lines: [
    'PATH=/usr/local/bin:/usr/bin:/bin',
    'MAILTO=kitchen@example.com',
    '0 3 * * *         blink stock sync /srv/till/stock.csv --env production --quiet --jitter 300',
    '*/10 11-23 * * *  blink stock sync /srv/till/stock.csv --env production --quiet --changed-only',
  ],
  tables: [
    {
      heading: 'Flags for such runs',
      rows: [
        ['--quiet', 'print nothing when all went well: cron mails what is left'],
        ['--jitter <seconds>', 'begin after a random time, so that many tills do not call at once'],
        ['--max-time <seconds>', 'end after so long with exit code 5; what was done stays done'],
        ['--changed-only', 'leave out what Blink confirmed before'],
        ['--yes', '"menu import" to production needs it: it asks otherwise'],
      ],
    },
  ],
  notes: [
    'A run that has to log in again needs the password: "blink login --store-password", or BLINK_USERNAME and BLINK_PASSWORD.',
    'What a script does next: blink help exit-codes',
  ],
};
