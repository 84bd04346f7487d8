import * as v from 'valibot';
import type { Call } from '../call.ts';
import { accept } from '../http/accept.ts';
import { type Answer, success } from '../http/answer.ts';
import type { Faults } from './faults.ts';
import {
  expectedFailRate,
  expectedLatency,
  expectedRateLimit,
  failRateOf,
  latencyOf,
  latencyText,
  rateLimitOf,
  rateLimitText,
} from './values.ts';

const known = 'a fault that the simulator knows';

/** A value as its flag takes it, as a number or as text. */
function asTyped<T>(read: (text: string) => T | undefined, expected: string) {
  return v.pipe(
    v.union([v.number(), v.string()], expected),
    v.check((value) => read(String(value)) !== undefined, expected),
    v.transform((value) => read(String(value))),
  );
}

const positive = 'a whole number from 1, or null';
const aCount = v.pipe(v.number(positive), v.safeInteger(positive), v.minValue(1, positive));

/** The body of `PATCH /simulator/faults`; null ends a fault. */
export const FaultChanges = v.strictObject(
  {
    latency: v.optional(v.nullable(asTyped(latencyOf, expectedLatency))),
    fail_rate: v.optional(v.nullable(asTyped(failRateOf, expectedFailRate))),
    rate_limit: v.optional(v.nullable(asTyped(rateLimitOf, expectedRateLimit))),
    batch_limit: v.optional(v.nullable(aCount)),
    token_ttl: v.optional(aCount),
  },
  known,
);

/** `GET /simulator/faults` */
export function showFaults({ simulator }: Call): Answer {
  const { latency, failRate, rateLimit, batchLimit, tokenSeconds } = simulator.faults;
  return success({
    latency: latencyText(latency),
    fail_rate: failRate,
    rate_limit: rateLimit === undefined ? null : rateLimitText(rateLimit),
    batch_limit: batchLimit ?? null,
    token_ttl: tokenSeconds,
  });
}

/** `PATCH /simulator/faults`: changes what is named, from the next request on. */
export function changeFaults(call: Call): Answer {
  const checked = accept(FaultChanges, call.body);
  if ('refusal' in checked) return checked.refusal;
  const { latency, fail_rate, rate_limit, batch_limit, token_ttl } = checked.value;
  const { faults } = call.simulator;
  const changed: Faults = {
    latency: latency === undefined ? faults.latency : (latency ?? { least: 0, most: 0 }),
    failRate: fail_rate === undefined ? faults.failRate : (fail_rate ?? 0),
    rateLimit: rate_limit === undefined ? faults.rateLimit : (rate_limit ?? undefined),
    batchLimit: batch_limit === undefined ? faults.batchLimit : (batch_limit ?? undefined),
    tokenSeconds: token_ttl ?? faults.tokenSeconds,
  };
  call.simulator.faults = changed;
  return showFaults(call);
}
