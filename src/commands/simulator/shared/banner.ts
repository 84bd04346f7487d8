import { isLoopback } from '../../../blink/wire/this-computer.ts';
import type { RunningSimulator } from '../../../simulator/server.ts';
import type { WebhookUrls } from '../../../simulator/webhooks.ts';

/** What is said when the server runs. */
export interface Started {
  simulator: RunningSimulator;
  folder: string;
  webhooks: WebhookUrls;
  /** Whose logins are taken; the password is shown only where it is the one that everybody knows. */
  username: string;
  ownPassword: boolean;
  platform: NodeJS.Platform;
}

/** Names the simulator, its address, and what clients have to be told. */
export function banner({
  simulator: { url },
  folder,
  webhooks,
  username,
  ownPassword,
  platform,
}: Started): string {
  const variables = { BLINK_ENV: 'local', BLINK_API_URL: url, BLINK_LOGISTICS_URL: url };
  const posted = [...new Set(Object.values(webhooks))].map((address) => new URL(address).origin);
  return [
    "Simulator: a stand-in for both of Blink's services, not Blink itself.",
    `  address    ${url}  (Ctrl-C stops it)`,
    `  account    ${username}, password ${ownPassword ? 'from standard input' : 'demo'}`,
    `  described  ${url}/openapi.json`,
    `  state      ${folder} (shared with --env local)`,
    ...(posted.length > 0 ? [`  webhooks   ${posted.join(', ')}`] : []),
    '',
    'For blink in another terminal:',
    ...Object.entries(variables).map(([name, value]) =>
      platform === 'win32' ? `  $env:${name} = "${value}"` : `  export ${name}=${value}`,
    ),
    '',
  ].join('\n');
}

/** What stands open when others than this computer can call; undefined when nothing does. */
export function openness(host: string, given: { account: boolean; token: boolean }): string | undefined {
  if (isLoopback(host)) return undefined;
  const doors = [
    ...(given.account ? [] : ['demo / demo opens the ordering calls']),
    ...(given.token ? [] : ["the token demo opens the logistics calls and the simulator's own"]),
  ];
  if (doors.length === 0) return undefined;
  const all = `Whoever can reach ${host} can use this simulator: ${doors.join(', and ')}.`;
  return `${all} To change that: --username, --password-stdin and --logistics-token-stdin.`;
}
