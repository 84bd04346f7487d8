import { InvalidArgumentError } from '@commander-js/extra-typings';
import { type EventKind, eventKinds } from '../../../blink/contract/event.ts';
import { isLoopback } from '../../../blink/wire/this-computer.ts';
import { hasCredentials, webUrl } from '../../../blink/wire/web-url.ts';
import { CliError } from '../../../errors.ts';
import { nearest } from '../../../spelling.ts';

/** A route as typed, `order=/orders`, added to the ones before. */
export function addRoute(
  text: string,
  before: ReadonlyMap<string, EventKind> = new Map(),
): ReadonlyMap<string, EventKind> {
  const [, name = '', path = ''] = /^([^=]*)=(\/[^?#\s]*)$/.exec(text) ?? [];
  const kind = eventKinds.find((one) => one === name);
  if (kind === undefined) {
    const meant = nearest(name, eventKinds);
    throw new InvalidArgumentError(
      `Expected KIND=/PATH, like order=/orders, with a kind of ${eventKinds.join(', ')}.${meant ? ` Did you mean ${meant}?` : ''}`,
    );
  }
  const bare = path.length > 1 ? path.replace(/\/+$/, '') : path;
  if (before.has(bare)) throw new InvalidArgumentError(`The path ${bare} has two kinds.`);
  return new Map([...before, [bare, kind]]);
}

/** Answers of a till as typed, `404,422`, added to the ones before. */
export function addStatuses(text: string, before: readonly number[] = []): readonly number[] {
  const statuses = text.split(',').map((part) => part.trim());
  if (statuses.every((status) => /^[345]\d\d$/.test(status))) return [...before, ...statuses.map(Number)];
  throw new InvalidArgumentError('Expected HTTP status codes from 300 to 599, like 404,422.');
}

/**
 * The address of a till or another program, as typed.
 * @throws CliError `usage` for one with a password
 */
export function webAddress(text: string): string {
  const url = webUrl(text);
  if (url === undefined) {
    throw new InvalidArgumentError('Expected a web address, like http://127.0.0.1:9000/orders.');
  }
  if (hasCredentials(url)) {
    // The usual complaint about a flag repeats what was typed.
    throw new CliError('usage', 'An address with a user name or password in it is not taken.', {
      hint: 'Everybody who lists the processes of this computer could read it.',
    });
  }
  return url.href;
}

/** @throws CliError `usage` when events would be forwarded to where they are received */
export function refuseLoop(target: string | undefined, url: string): void {
  if (target === undefined) return;
  const [to, own] = [new URL(target), new URL(url)];
  const port = to.port || (to.protocol === 'https:' ? '443' : '80');
  if (!isLoopback(to.hostname) || port !== own.port) return;
  throw new CliError(
    'usage',
    `--forward-to ${target} is where events are received: they would go in circles.`,
    {
      hint: 'Give the address of your till, or receive on another --port.',
    },
  );
}
