const longestLine = 100;

/**
 * Breaks lines between words so that none is wider than a terminal, nor than is pleasant to read. What follows a break is
 * indented as far as its line was, or by `hanging`.
 */
export function wrap(text: string, width: number, hanging = '  '): string {
  if (!Number.isFinite(width)) return text;
  return text
    .split('\n')
    .flatMap((line) => wrapLine(line, Math.min(width, longestLine), hanging))
    .join('\n');
}

function wrapLine(line: string, width: number, hanging: string): string[] {
  const indent = /^ */.exec(line)?.[0] ?? '';
  const lines: string[] = [];
  let current = indent;
  for (const word of line.slice(indent.length).split(' ')) {
    const next = current.trim() === '' ? current + word : `${current} ${word}`;
    if (next.length <= width || current.trim() === '') {
      current = next;
      continue;
    }
    lines.push(current);
    current = (indent || hanging) + word;
  }
  return [...lines, current];
}
