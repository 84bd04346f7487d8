import { cleanText } from './clean.ts';

/** Shows server texts and addresses without what must not be shown. */
export interface Censor {
  /** Blanks every secret in a text of ours. */
  redact(text: string): string;
  /** The beginning of a text that came from a server: one line, clean, at most 200 characters. */
  excerpt(text: string): string;
}

const longest = 200;
/** More than this is never looked at: enough for the head of an HTML page, little enough for the patterns below. */
const considered = 16_384;
const blank = '***';

/**
 * @param secrets what must never be shown, asked for each time: a session gets new tokens as it goes.
 */
export function censor(secrets: () => readonly string[]): Censor {
  const redact = (text: string) => withoutPatterns(withoutSecrets(text, secrets()));
  const excerpt = (text: string) => {
    // First in the raw text, so that none is cut in half; then once more, for one that was broken up by control characters.
    const head = withoutSecrets(text, secrets()).slice(0, considered);
    return shorten(redact(cleanLine(withoutMarkup(head))));
  };
  return { redact, excerpt };
}

/** A text in one clean line, without what stands where a character was lost. */
function cleanLine(text: string): string {
  return cleanText(text)
    .replace(/[\p{Cs}\ufffd]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Blanks every secret in a text, however it is spelt there. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .flatMap(spellings)
    .filter((form) => form !== '')
    .sort((a, b) => b.length - a.length)
    .reduce((censored, form) => censored.replaceAll(form, blank), text);
}

/** The ways a secret can be written in JSON, in an address, in a form and in cleaned text. */
function spellings(secret: string): string[] {
  const inForm = new URLSearchParams([['', secret]]).toString().slice(1);
  const inAddress = encodeURIComponent(secret.replace(/\p{Cs}/gu, '\ufffd'));
  const inJson = JSON.stringify(secret).slice(1, -1);
  // PHP writes every slash in JSON with a backslash.
  return [secret, inJson, inJson.replaceAll('/', '\\/'), inAddress, inForm, cleanLine(secret)];
}

/** What looks like a credential, whoever's it is: a token of somebody else, or one that was cut off in an answer. */
function withoutPatterns(text: string): string {
  return text
    .replace(/\beyJ[\w-]{8,}(?:\.[\w-]*){0,2}/g, blank)
    .replace(/\b(bearer|basic)\s+[\w.~+/|=-]{20,}/gi, `$1 ${blank}`)
    .replace(/("(?:\w*token|password|secret|authorization)"\s*:\s*")[^"]*/gi, `$1${blank}`);
}

function withoutMarkup(text: string): string {
  if (!text.trimStart().startsWith('<')) return text;
  return text.replace(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, ' ').replace(/<[^<>]*>/g, ' ');
}

function shorten(text: string): string {
  const characters = [...text];
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join('')}…`;
}
