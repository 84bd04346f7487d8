import type { Topic } from './topic.ts';

export const environment: Topic = {
  summary: 'The variables that are read',
  about: [
    'With these variables every command works without a login and without a folder to write to.',
    'A variable wins over what is stored, and loses to a flag.',
  ],
  tables: [
    {
      heading: 'Where and who',
      rows: [
        ['BLINK_ENV', 'production, sandbox (test servers of Blink) or local (the simulator)'],
        ['BLINK_PROFILE', 'the profile: one for each brand or account'],
        ['BLINK_USERNAME', 'the user name'],
        ['BLINK_PASSWORD', 'its password'],
        ['BLINK_TOKEN', 'a token, in place of user name and password'],
        ['BLINK_LOGISTICS_TOKEN', 'the token of the logistics portal'],
        ['BLINK_…_FILE', 'the file that holds one of the three secrets: BLINK_PASSWORD_FILE'],
        ['BLINK_…_COMMAND', 'the command that prints it: BLINK_PASSWORD_COMMAND="pass show blink"'],
        ['CREDENTIALS_DIRECTORY', 'set by systemd: blink-password, blink-token, blink-logistics-token'],
        ['BLINK_API_URL', 'another address of the ordering service'],
        ['BLINK_LOGISTICS_URL', 'another address of the logistics service'],
      ],
    },
    {
      heading: 'On this computer',
      rows: [
        ['BLINK_CONFIG_DIR', 'the folder of the settings and the logins'],
        ['BLINK_STATE_DIR', 'the folder of what was sent and received, and of the simulator'],
        ['NO_COLOR', 'no colours'],
        ['FORCE_COLOR', 'colours also where there is no terminal'],
      ],
    },
    {
      heading: 'The network',
      rows: [
        ['HTTPS_PROXY, HTTP_PROXY', 'the proxy: http://user:password@host:port'],
        ['NO_PROXY', 'hosts that are reached without it'],
        ['NODE_EXTRA_CA_CERTS', 'a file with more certificate authorities'],
      ],
    },
    {
      heading: 'For "webhook listen --exec"',
      rows: [
        ['BLINK_EVENT_ID', 'the event: blink webhook inbox show "$BLINK_EVENT_ID"'],
        ['BLINK_EVENT_KIND', 'order, order-status or task'],
        ['BLINK_EVENT_KEY', 'the id of its order or task'],
      ],
    },
  ],
  notes: [
    'Two variables for one secret end the run with exit 2: which one is meant is not guessed.',
    'A stored login is used only at the address that it was made at: log in with BLINK_API_URL set, or give BLINK_TOKEN with it.',
  ],
};
