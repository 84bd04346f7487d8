import type { Topic } from './topic.ts';

export const formats: Topic = {
  summary: 'The forms in which results are printed',
  about: [
    'Results are on stdout, everything else is on stderr. A terminal changes looks, never values.',
    'Only tables are cut to fit: every other form is complete.',
  ],
  examples: [
    'blink branches --env local --json',
    'blink customers list --all --env local --output ndjson',
    'blink branches list --env local --out branches.csv',
  ],
  tables: [
    {
      heading: 'Formats',
      rows: [
        ['table', 'for reading; what you get unless you say otherwise'],
        ['json', "one document, with Blink's own names as keys; --json is short for it"],
        ['ndjson', 'a record a line, as soon as it is there'],
        ['csv', 'a file that Excel opens'],
      ],
    },
    {
      heading: 'Shapes of JSON',
      rows: [
        [
          'a run of many',
          '{"done", "refused", "unknown", "skipped", "results": [{"id", "outcome", "error"?}], "rejectFile"?}',
        ],
        ['--dry-run', '{"dryRun": true, "plan": {…}, "requests": [{"method", "url", "body"}]}'],
        ['an error, on stderr', '{"error": {"code", "message", "hint"?, "exitCode", "details"?}}'],
        [
          'one of its details',
          '{"file", "row", "line", "column", "field", "value", "expected"}, as far as they are known',
        ],
      ],
    },
  ],
  notes: [
    '--out FILE writes the result to a file, in the format of its ending: .json, .ndjson or .csv. Where a > is no friend of UTF-8, as in PowerShell, use that.',
  ],
};
