import { CliError } from '../../errors.ts';

export const defaultProfile = 'default';

/** Names that mean something to JavaScript objects, which is what the configuration is read into. */
const reserved = new Set(['__proto__', 'prototype', 'constructor']);

/**
 * The name of a profile: 1 to 40 characters that can be seen, in any script.
 * @param source where the text was found, for the message: `--profile`, `BLINK_PROFILE`
 * @throws CliError `usage`
 */
export function parseProfile(text: string, source?: string): string {
  const name = text.trim().normalize('NFC');
  const fits = name.length >= 1 && name.length <= 40 && !/[\p{C}\p{Zl}\p{Zp}]/u.test(name);
  if (fits && !reserved.has(name)) return name;
  const where = source ? `${source}: ` : '';
  throw new CliError('usage', `${where}${JSON.stringify(text)} can't be the name of a profile.`, {
    hint: 'Use a name of 1 to 40 letters, digits, blanks or signs, like "main-brand".',
  });
}
