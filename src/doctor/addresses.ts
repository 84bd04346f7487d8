import type { Service } from '../blink/services.ts';
import { addressOf, ownAddress } from '../session/target/addresses.ts';
import { type Check, ok, skipped, warning } from './check.ts';
import { environmentOf } from './patient.ts';

const ours = 'the simulator inside blink';

/** Where a service answers, and whether that is where the environment has it. */
export function addressCheck(service: Service): Check {
  return {
    id: `${service}-address`,
    title: service === 'ordering' ? 'Ordering address' : 'Logistics address',
    look(patient) {
      const environment = environmentOf(patient);
      if (environment === undefined) return skipped('no environment is chosen');
      const { url, own, source, warning: danger } = addressOf(service, patient.env, environment);
      if (own) return ok(url ?? ours);
      const usual = ownAddress(service, environment) ?? ours;
      const plain = danger === undefined ? '' : `. ${danger.replace(/\.$/, '')}`;
      return warning(`${url}, not ${usual}: ${source} is set${plain}`, `unset ${source}`);
    },
  };
}
