import type { Censor } from '../answers/redact.ts';
import { spokenBy } from '../answers/said.ts';
import type { Repeatability } from '../endpoints.ts';
import { interruption, unlessAborted, withSignal } from '../wire/abort.ts';
import { type Address, shownAddress } from '../wire/address.ts';
import { asJson } from '../wire/body.ts';
import { explain } from '../wire/network.ts';
import { isSuccess, type Outcome } from '../wire/outcome.ts';
import type { Transport, WireRequest } from '../wire/transport.ts';
import { type Clock, duration } from './clock.ts';
import type { Patience } from './patience.ts';
import { fateOf, nextStep } from './policy.ts';

/** What every exchange of a client has in common. */
export interface Setup {
  address: Address;
  transport: Transport;
  clock: Clock;
  random: () => number;
  /** Milliseconds an attempt may take. */
  timeout: number;
  retries: number;
  /** Milliseconds after which no further attempt of an exchange begins, where there is no deadline. */
  budget: number;
  /** When no further attempt of any exchange begins, in milliseconds since 1970. */
  deadline: number | undefined;
  /** Milliseconds that a write which is under way has to come to its end when the signal aborts. */
  linger: number;
  trace: (line: string) => void;
}

/** What the attempts at one call, all of them together, have left behind. */
export interface Trail {
  /** True once one of them may have made the service act. */
  inDoubt: boolean;
}

/** What is special about one of them. */
export interface Message {
  request: WireRequest;
  repeat: Repeatability;
  trail: Trail;
  /** Takes the place of the policy for single calls. */
  patience: Patience | undefined;
  /** True when a success without JSON counts as damaged. */
  json: boolean;
  censor: Censor;
  signal: AbortSignal;
}

export interface Conclusion {
  outcome: Outcome;
  /** 0 where it was not sent, for the outcome of another call had ended the run's patience. */
  attempts: number;
  /** The wait in milliseconds that the server asks for, where that is more than there is time for. */
  tooLong?: number | undefined;
}

/**
 * Sends a request as often as the retry policy allows.
 * @returns the last outcome, good or bad; a call cut short after it was sent is one, if it must not happen twice.
 * @throws {BlinkError} `interrupted` as soon as the signal aborts, otherwise.
 */
export async function exchange(setup: Setup, message: Message): Promise<Conclusion> {
  const { repeat, signal } = message;
  const { linger } = setup;
  if (repeat === 'read' || linger === 0) return sendRepeatedly(setup, message, signal);
  // What came of a write is worth a moment: whoever interrupts it would have to look it up.
  return withSignal([signal], linger, (cut) => sendRepeatedly(setup, message, cut));
}

/** @param cut ends an attempt that is under way; the message's own signal lets none begin */
async function sendRepeatedly(setup: Setup, message: Message, cut: AbortSignal): Promise<Conclusion> {
  const { clock, random, retries } = setup;
  const { repeat, trail, patience, signal } = message;
  const until = setup.deadline ?? clock.now() + setup.budget;
  const place = patience?.join(repeat, signal);
  for (let attempts = 1; ; attempts++) {
    if (signal.aborted) throw interruption(signal);
    const ending = await place?.turn();
    if (ending !== undefined) return { ...ending, attempts: attempts - 1 };
    const outcome = await tracedAttempt(setup, { ...message, signal: cut });
    const step =
      place?.after(outcome, setup) ??
      nextStep(outcome, { repeat, attempts, retries, now: clock.now(), until, random });
    trail.inDoubt ||= repeat !== 'read' && fateOf(outcome) === 'unknown';
    if (outcome.type === 'failure' && outcome.reason === 'aborted') {
      if (repeat === 'once' && outcome.sent) return { outcome, attempts };
      throw interruption(signal);
    }
    if (step.type === 'stop') return { outcome, attempts };
    if (step.type === 'too_long') return { outcome, attempts, tooLong: step.ms };
    if (step.type === 'line_up') {
      setup.trace('  waiting with the other calls until the service is back');
      continue;
    }
    setup.trace(`  waiting ${duration(step.ms)} before attempt ${attempts + 1} of ${retries + 1}`);
    await unlessAborted(() => clock.sleep(step.ms, signal), signal);
  }
}

async function tracedAttempt(setup: Setup, { request, json, censor, signal }: Message): Promise<Outcome> {
  const { address, transport, clock, timeout } = setup;
  const size = request.body === undefined ? '' : ` (${request.body.length} bytes)`;
  setup.trace(censor.redact(`→ ${request.method} ${shownAddress(address, request.path)}${size}`));
  const start = clock.now();
  const outcome = await transport.send(request, { timeout, signal });
  const read = json ? asJson(outcome) : outcome;
  setup.trace(censor.redact(`← ${summary(read, duration(clock.now() - start), censor)}`));
  return read;
}

function summary(outcome: Outcome, time: string, { excerpt }: Censor): string {
  if (outcome.type === 'failure') {
    const why = outcome.reason === 'network' ? explain(outcome).what : outcome.reason.replace('_', ' ');
    return `no answer in ${time}: ${why}`;
  }
  const { status, bytes, damage } = outcome;
  const said = isSuccess(status) ? '' : excerpt(spokenBy(outcome));
  const notes = [damage?.replace('_', ' '), said].filter((note) => note !== undefined && note !== '');
  return [`${status} in ${time} (${bytes} bytes)`, ...notes].join(': ');
}
