/** What the bytes of an XML text tell of its elements. */
export interface Tags {
  /** How many elements begin. */
  count: number;
  /** Whether as many end. Where they do not, a library may read on and leave rows out in silence. */
  areBalanced: boolean;
}

/** What begins like an element and is none, with its end: a comment, text as it is, an instruction, a declaration. */
const others = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
  ['<!', '>'],
] as const;

const codes = { '<': 0x3c, '>': 0x3e, '/': 0x2f, '?': 0x3f, '!': 0x21 };

export function countTags(content: Buffer): Tags {
  let count = 0;
  let depth = 0;
  let end = 0;
  for (let at = content.indexOf(codes['<']); at >= 0; at = content.indexOf(codes['<'], end)) {
    const next = content[at + 1];
    if (next === codes['!'] || next === codes['?']) end = endOfOther(content, at);
    else {
      end = content.indexOf(codes['>'], at);
      if (next === codes['/']) depth -= 1;
      else {
        count += 1;
        if (content[end - 1] !== codes['/']) depth += 1;
      }
    }
    if (end < 0) return { count, areBalanced: false };
  }
  return { count, areBalanced: depth === 0 };
}

function endOfOther(content: Buffer, at: number): number {
  const start = content.toString('latin1', at, at + 9);
  const [begin = '', end = ''] = others.find(([begin]) => start.startsWith(begin)) ?? [];
  return content.indexOf(end, at + begin.length);
}
