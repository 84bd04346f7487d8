import { BlinkError, type ErrorKind, type Reason } from './blink/error.ts';
import { duration } from './blink/retry/clock.ts';
import type { Service } from './blink/services.ts';
import { CliError, type Detail, type ErrorCode, messageOf } from './errors.ts';

/*
 * What this program makes of a failure: the exit code for scripts, and for people what to do next. The library says what
 * happened and knows nothing of either. What is wrong with a flag, a file or one of its cells is worded where it is
 * found, for only there is known which one it is.
 */

const codes: Record<ErrorKind, ErrorCode> = {
  refused: 'refused',
  credentials: 'not_logged_in',
  throttled: 'throttled',
  unreachable: 'unreachable',
  unreadable: 'failed',
  unknown_outcome: 'unknown_outcome',
  interrupted: 'interrupted',
  misconfigured: 'usage',
};

const soon = 'Run the command again in a few minutes.';
const checkAddress = 'Check that the address is right and the service is up, then run the command again.';

const hints: Record<Exclude<Reason, 'token_refused'>, string> = {
  refused: 'Correct what the server names, then send it again.',
  not_found: 'Check the number or key you asked for, and the address of the service.',
  too_large: 'Send less at once: choose a smaller --batch-size.',
  redirected:
    'blink does not follow redirects, so that no credential reaches another host. Check the address of the service.',
  throttled: soon,
  server_trouble: `The service has trouble. ${soon}`,
  token_malformed: 'Copy the token again, all of it and nothing else, then log in with it.',
  new_tokens_refused:
    'Check with "blink whoami" that the environment is the right one, then ask Blink about the account.',
  login_refused:
    'Check both, and that they belong to this environment. Then log in again with "blink login".',
  forbidden: 'Ask Blink for the right to do this, or log in with another account.',
  answer_damaged:
    'Something in between may have answered. Check the address of the service, then run the command again.',
  answer_unexpected:
    'Check the address of the service. If it is right, Blink has changed its answers: please report it.',
  page_unexpected:
    'Run the command again. If it happens again, Blink has changed its paging: please report it.',
  too_slow: 'Run the command again, with a longer --timeout if the service is slow.',
  offline: 'Check the internet connection, then run the command again.',
  nobody_there: checkAddress,
  unsendable: 'Look for line breaks and unusual characters in what you gave.',
  no_secure_connection: 'Check that the address is right: https, host and port.',
  certificate_date:
    'Check the date and time of this computer. If they are right, the service must renew its certificate.',
  certificate_host:
    'Check the address. If it is right, something in the network answers in place of the service.',
  certificate_authority:
    'If your network or proxy inspects traffic, save its certificate authority to a file and name that file in the environment variable NODE_EXTRA_CA_CERTS. The check itself cannot be turned off.',
  proxy:
    'Check HTTP_PROXY and HTTPS_PROXY (http://user:password@host:port), or name the host in NO_PROXY to go around the proxy.',
  unknown_outcome: 'It was not sent again. Look whether it took effect before you repeat it.',
  probably_done: 'It probably took effect. Look before you repeat it.',
  bad_address:
    'It must look like https://api.blinkco.io: see BLINK_API_URL, BLINK_LOGISTICS_URL and "blink config list".',
  bad_proxy_variable: 'It must look like http://proxy.example:8080. Unset it to connect without a proxy.',
  socks_proxy:
    'Set HTTPS_PROXY to an HTTP proxy like http://proxy.example:8080, or name the host in NO_PROXY.',
};

const newToken: Record<Service, string> = {
  ordering: 'Log in again with "blink login".',
  logistics: 'Copy a new token from Blink\'s logistics portal, then run "blink login --logistics".',
};

/** Any error as it is shown: one that nobody foresaw becomes a request to report it. */
export function inWords(error: unknown): CliError {
  if (error instanceof CliError) return error;
  if (error instanceof BlinkError) return ofTheCall(error);
  const message = messageOf(error);
  return new CliError('failed', `Something went wrong that should not: ${message}`, {
    hint: 'Please report it, with the command and what --verbose shows.',
    cause: error,
  });
}

function ofTheCall(error: BlinkError): CliError {
  const { kind, message, cause } = error;
  // Who ended the run has said why, and with which exit code.
  const ended = kind === 'interrupted' && cause instanceof CliError ? cause : undefined;
  const details = detailsOf(error);
  return new CliError(ended?.code ?? codes[kind], message, {
    hint: ended === undefined ? hintFor(error) : ended.hint,
    details: details.length === 0 ? undefined : details,
    cause: error,
  });
}

function hintFor({ reason, retryAfter, call }: BlinkError): string | undefined {
  if (reason === undefined) return undefined;
  if (reason === 'token_refused') return newToken[call?.service ?? 'ordering'];
  if (reason === 'throttled' && retryAfter !== undefined)
    return `Run the command again in ${duration(retryAfter)}.`;
  return hints[reason];
}

function detailsOf({ fields }: BlinkError): Detail[] {
  return Object.entries(fields).flatMap(([field, messages]) =>
    messages.map((message) => ({ field, message })),
  );
}
