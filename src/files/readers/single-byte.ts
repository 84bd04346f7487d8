import { TextDecoder } from 'node:util';

/** The encodings of old Windows programs, in which every byte is one letter. */
export const singleByteEncodings = ['windows-1252', 'windows-1256'] as const;

export type SingleByteEncoding = (typeof singleByteEncodings)[number];

/** Bytes 0x80 to 0x9f of windows-1252, which Node 20 decodes as if they were Latin-1. */
const windows1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Decodes bytes of an encoding in which no byte is ever wrong: whether it was the right one, only a person can see. */
export function decodeSingleByte(bytes: Uint8Array, encoding: SingleByteEncoding): string {
  if (encoding !== 'windows-1252') return new TextDecoder(encoding).decode(bytes);
  return Buffer.from(bytes)
    .toString('latin1')
    .replace(/[\u0080-\u009f]/g, (control) => windows1252[control.charCodeAt(0) - 0x80] ?? control);
}
