import type { Service } from '../../blink/services.ts';
import { CliError } from '../../errors.ts';
import { ownAddress } from './addresses.ts';
import type { Withheld } from './credentials.ts';
import { placeName } from './in-words.ts';
import type { Target } from './target.ts';

/** Why there are no credentials to call a service with, and how to give some. */
export function notLoggedIn(target: Target, service: Service): CliError {
  const withheld = target.credentials.withheld[service];
  if (withheld) return belongElsewhere(target, service, withheld);
  const place = `${placeName(target, service)} (profile "${target.profile.value}")`;
  const message =
    service === 'ordering'
      ? `You are not logged in to ${place}.`
      : `There is no logistics token for ${place}.`;
  const hint = target.environment.value === 'local' ? `${ways[service]} ${elsewhere}` : ways[service];
  return new CliError('not_logged_in', message, { hint });
}

const ways = {
  ordering: 'Run "blink login", or set BLINK_USERNAME and BLINK_PASSWORD, or BLINK_TOKEN.',
  logistics:
    'Copy the token from Blink\'s logistics portal and run "blink login --logistics", or set BLINK_LOGISTICS_TOKEN.',
};

const elsewhere =
  'A simulator that nobody gave an account of its own takes demo for each, which is sent by itself on this computer only.';

function belongElsewhere(target: Target, service: Service, { belongsTo }: Withheld): CliError {
  const { environment, addresses, profile } = target;
  const { source } = addresses[service];
  const what = service === 'ordering' ? 'login' : 'logistics token';
  const owner = belongsTo ?? ownAddress(service, environment.value) ?? 'the simulator inside this program';
  const here = addresses[service].url ?? 'the simulator inside this program';
  const message =
    `The stored ${what} of ${environment.value} (profile "${profile.value}") belongs to ${owner} ` +
    `and is not sent to ${here}.`;
  return new CliError('not_logged_in', message, { hint: remedy(service, source, belongsTo) });
}

function remedy(service: Service, source: string, belongsTo: string | undefined): string {
  const login = service === 'ordering' ? '"blink login"' : '"blink login --logistics"';
  const given = service === 'ordering' ? 'BLINK_TOKEN' : 'BLINK_LOGISTICS_TOKEN';
  if (source !== 'default') {
    return `Unset ${source}, or run ${login} with it set, or give ${given} together with it.`;
  }
  const variable = service === 'ordering' ? 'BLINK_API_URL' : 'BLINK_LOGISTICS_URL';
  return `Set ${variable}=${belongsTo} as at the login, or run ${login} again without it.`;
}
