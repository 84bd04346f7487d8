import type { Service } from '../../blink/services.ts';
import { addressOf } from '../../session/target/addresses.ts';
import type { Check } from '../check.ts';
import { environmentOf, type Patient } from '../patient.ts';
import { type Journey, notTravelled, travel } from './journey.ts';
import { type Route, routeTo } from './route.ts';

/** Milliseconds that a step of the way may take. */
const limit = 5000;

const titles: Readonly<Record<keyof Journey, string>> = {
  name: 'host name',
  connection: 'connection',
  certificate: 'certificate',
  clock: 'clock',
};
const steps = ['name', 'connection', 'certificate', 'clock'] as const;

/** The steps of the way to a service, each a check of its own. Whichever is asked first goes all of it. */
export function networkChecks(service: Service): Check[] {
  let journey: Promise<Journey> | undefined;
  return steps.map((step) => ({
    id: `${service}-${step}`,
    title: `${service === 'ordering' ? 'Ordering' : 'Logistics'} ${titles[step]}`,
    async look(patient, signal) {
      journey ??= goTo(service, patient, signal);
      return (await journey)[step];
    },
  }));
}

async function goTo(service: Service, patient: Patient, signal: AbortSignal): Promise<Journey> {
  const route = routeOf(service, patient);
  if (typeof route === 'string') return notTravelled(route);
  const { env, platform, now } = patient;
  return travel(route, {
    ...{ platform, now, signal, limit },
    extraAuthorities: Boolean(env.NODE_EXTRA_CA_CERTS),
  });
}

/** @returns why there is none, where there is none: what is wrong with an address or a variable is told by its check */
function routeOf(service: Service, patient: Patient): Route | string {
  const environment = environmentOf(patient);
  if (environment === undefined) return 'no environment is chosen';
  try {
    const { url } = addressOf(service, patient.env, environment);
    return url === undefined ? 'the simulator is inside blink' : routeTo(url, patient.env);
  } catch {
    return 'its address, or that of the proxy, makes no sense';
  }
}
