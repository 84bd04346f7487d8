const longestLine = 100;

/**
 * Breaks lines between words so that none is wider than a terminal, nor than is pleasant to read. What follows a break is
 * indented by two, or as far as its line was.
 */
export function wrap(text: string, width: number): string {
  if (!Number.isFinite(width)) return text;
  return text
    .split('\n')
    .flatMap((line) => wrapLine(line, Math.min(width, longestLine)))
    .join('\n');
}

function wrapLine(line: string, width: number): string[] {
  const indent = /^ */.exec(line)?.[0] ?? '';
  const hanging = indent || '  ';
  const lines: string[] = [];
  let current = indent;
  for (const word of line.slice(indent.length).split(' ')) {
    const next = current.trim() === '' ? current + word : `${current} ${word}`;
    if (next.length <= width || current.trim() === '') {
      current = next;
      continue;
    }
    lines.push(current);
    current = hanging + word;
  }
  return [...lines, current];
}
