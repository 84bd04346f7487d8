/** A window title, a cursor that moves, colours in one byte, overrides of direction, what takes no room, a line of its own. */
export const hostile =
  '\u001b]0;owned\u0007\u001b[2J\u009b31m\u202eevil\u2066\u200f\u200b\ufeff\u2060\u00ad\u{e0041}\u0000\b\r=1';

/** What must not reach a terminal. */
export const unsafe =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/u;
