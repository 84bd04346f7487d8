import { expiryOf } from '../blink/login/expiry.ts';
import type { Service } from '../blink/services.ts';
import type { Secret } from '../session/secrets/secret.ts';
import { configFile } from '../session/stored/read.ts';
import { notLoggedIn } from '../session/target/not-logged-in.ts';
import type { Target } from '../session/target/target.ts';
import { type Check, type Finding, failed, ok, skipped, warning } from './check.ts';
import { inFinding } from './examine.ts';
import { environmentOf, flagsTo, type Patient } from './patient.ts';

export const orderingLoginCheck: Check = {
  id: 'ordering-login',
  title: 'Ordering login',
  async look(patient, signal) {
    if (environmentOf(patient) === undefined) return skipped('no environment is chosen');
    const target = patient.target();
    const { username, password, token } = target.credentials;
    if (password?.source === 'simulator') return knownToAll;
    if (username && password) {
      await password.read({ warn: patient.warn, signal });
      const good = token && !hasExpired(await expiryOfSecret(token, patient, signal), patient);
      const now = good ? ', with a token' : '';
      return ok(`${username.value}, whose password is from ${placeOf(password, patient)}${now}`);
    }
    if (token) return lookAtToken(token, target, patient, signal, 'blink login');
    return { ...inFinding(notLoggedIn(target, 'ordering')), fix: fixFor(target, 'ordering', 'blink login') };
  },
};

export const logisticsTokenCheck: Check = {
  id: 'logistics-token',
  title: 'Logistics token',
  async look(patient, signal) {
    if (environmentOf(patient) === undefined) return skipped('no environment is chosen');
    const target = patient.target();
    const { logisticsToken, withheld } = target.credentials;
    if (logisticsToken)
      return lookAtToken(logisticsToken, target, patient, signal, 'blink login --logistics');
    if (withheld.logistics) return inFinding(notLoggedIn(target, 'logistics'));
    return skipped('none: deliveries need one');
  },
};

const knownToAll = ok('what every simulator takes');

const [hour, day] = [3_600_000, 86_400_000];

async function lookAtToken(
  token: Secret,
  target: Target,
  patient: Patient,
  signal: AbortSignal,
  login: string,
): Promise<Finding> {
  const expiry = await expiryOfSecret(token, patient, signal);
  const from = `a token from ${placeOf(token, patient)}`;
  if (expiry === undefined) return ok(`${from}, which does not say when it expires`);
  const when = expiry.toISOString();
  const fix = token.source === 'login' ? loginLine(target, login) : `Give a new token in ${token.source}.`;
  if (hasExpired(expiry, patient)) return failed(`${from} has expired (${when})`, fix);
  const left = expiry.getTime() - patient.now();
  if (left > day) return ok(`${from}, good until ${when}`);
  return warning(`${from} expires in ${Math.ceil(left / hour)} h (${when}), and no password renews it`, fix);
}

async function expiryOfSecret(
  token: Secret,
  { warn }: Patient,
  signal: AbortSignal,
): Promise<Date | undefined> {
  return expiryOf(await token.read({ warn, signal }));
}

function hasExpired(expiry: Date | undefined, { now }: Patient): boolean {
  return expiry !== undefined && expiry.getTime() <= now();
}

function placeOf({ source, file }: Secret, { folders }: Patient): string {
  if (source === 'login') return configFile(folders.config);
  return file === undefined ? source : `${file} (${source})`;
}

/** Credentials that belong elsewhere need more than a login: the error says what. */
function fixFor(target: Target, service: Service, login: string): string | undefined {
  return target.credentials.withheld[service] ? notLoggedIn(target, service).hint : loginLine(target, login);
}

/** The login to exactly this target. */
function loginLine({ place: { environment, profile } }: Target, login: string): string {
  return `${login} ${flagsTo(environment, profile)}`;
}
