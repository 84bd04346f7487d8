/** What is drawn: one line a series, over the same axis. */
export interface Panel {
  title: string;
  unit: string;
  series: { name: string; points: readonly { x: number; y: number }[] }[];
}

const [width, height] = [420, 310];
const box = { left: 56, right: 34, top: 34, bottom: 112 };
const colours = ['#0b7a75', '#c2410c', '#6d28d9', '#a16207'];

/** Panels side by side as SVG, for light and dark pages. @param xName what is counted: `rows` */
export function plot(panels: readonly Panel[], xName: string): string {
  const drawn = panels.map(
    (panel, i) => `<g transform="translate(${i * width} 0)">${panelOf(panel, xName)}</g>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${panels.length * width} ${height}" font-family="system-ui, sans-serif" font-size="11">
<style>text { fill: #1f2937 } .grid { stroke: #d1d5db } @media (prefers-color-scheme: dark) { text { fill: #e5e7eb } .grid { stroke: #4b5563 } }</style>
${drawn.join('\n')}
</svg>
`;
}

function panelOf({ title, unit, series }: Panel, xName: string): string {
  const points = series.flatMap((one) => one.points);
  const [farthest, highest] = [
    roundUp(Math.max(...points.map(({ x }) => x))),
    roundUp(Math.max(...points.map(({ y }) => y))),
  ];
  const x = (value: number) => box.left + (value / farthest) * (width - box.left - box.right);
  const y = (value: number) => height - box.bottom - (value / highest) * (height - box.top - box.bottom);
  const quarters = [0, 0.25, 0.5, 0.75, 1];
  const grid = quarters.map((part) => {
    const at = y(part * highest);
    const line = `<line class="grid" x1="${box.left}" x2="${width - box.right}" y1="${at}" y2="${at}"/>`;
    return `${line}<text x="${box.left - 6}" y="${at + 4}" text-anchor="end">${numeral(part * highest)}</text>`;
  });
  const ticks = quarters.map(
    (part) =>
      `<text x="${x(part * farthest)}" y="${height - box.bottom + 15}" text-anchor="middle">${numeral(part * farthest)}</text>`,
  );
  const lines = series.map(({ points, name }, i) => {
    const colour = colours[i % colours.length];
    const path = points.map((point) => `${x(point.x).toFixed(1)},${y(point.y).toFixed(1)}`);
    const dots = path.map(
      (at) => `<circle cx="${at.split(',')[0]}" cy="${at.split(',')[1]}" r="2.5" fill="${colour}"/>`,
    );
    const legend = { x: box.left, y: height - box.bottom + 52 + i * 15 };
    const key = `<rect x="${legend.x}" y="${legend.y - 8}" width="9" height="9" fill="${colour}"/><text x="${legend.x + 13}" y="${legend.y}">${name}</text>`;
    return `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${path.join(' ')}"/>${dots.join('')}${series.length > 1 ? key : ''}`;
  });
  const heading = `<text x="${box.left}" y="18" font-size="13" font-weight="600">${title}, ${unit}</text>`;
  const below = `<text x="${width - box.right}" y="${height - box.bottom + 28}" text-anchor="end">${xName}</text>`;
  return [heading, ...grid, ...ticks, below, ...lines].join('\n');
}

/** The next of 1, 2, 4, 5, 6, 8 and 10 times a power of ten. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 4, 5, 6, 8, 10].find((step) => step * power >= value) ?? 10);
}

function numeral(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 2 });
}
