import { createHash } from 'node:crypto';
import { html, type Markup } from './markup.ts';

export interface Page {
  title: string;
  /** The text of its style sheet. */
  style: string;
  /** The text of its script, where it has one. */
  script?: string;
  body: Markup;
}

/** How a page says that it was made here: such a file may be made again. */
export const generator = '<meta name="generator" content="unofficial-blink-cli">';

/**
 * A whole page in one file. Its policy lets the browser load pictures, and run nothing but the style and the script that
 * were put in here, whatever the menu says.
 */
export function documentOf({ title, style, script, body }: Page): string {
  const policy = [
    "default-src 'none'",
    'img-src https: http:',
    `style-src '${hash(style)}'`,
    ...(script === undefined ? [] : [`script-src '${hash(script)}'`]),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const head = html`<title>${title}</title>`.markup;
  const code = script === undefined ? '' : `<script>${script}</script>\n`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
${generator}
${head}
<style>${style}</style>
${code}</head>
<body>
${body.markup}
</body>
</html>
`;
}

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
