/** A line of a chart: one value for each step of the axis. */
export interface Line {
  readonly name: string;
  readonly color: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface Chart {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly lines: readonly Line[];
  /** Values at which the axis has a mark, with how it is written. */
  readonly xTicks: readonly (readonly [at: number, label: string])[];
  readonly format: (y: number) => string;
}

const WIDTH = 760;
const HEIGHT = 300;
const LEFT = 80;
const RIGHT = 20;
const TOP = 56;
const BOTTOM = 44;
const Y_STEPS = 4;
const DIGITS = 1;

/** A line chart as an SVG that reads on light and on dark ground. */
export function drawChart({ title, xLabel, yLabel, lines, xTicks, format }: Chart): string {
  const xs = lines.flatMap(({ points }) => points.map(([x]) => x));
  const ys = lines.flatMap(({ points }) => points.map(([, y]) => y));
  const [least, most] = [xs.reduce(min, Infinity), xs.reduce(max, -Infinity)];
  const top = niceAbove(ys.reduce(max, 0));
  const x = (value: number): string =>
    (LEFT + ((value - least) / (most - least)) * (WIDTH - LEFT - RIGHT)).toFixed(DIGITS);
  const y = (value: number): string =>
    (HEIGHT - BOTTOM - (value / top) * (HEIGHT - TOP - BOTTOM)).toFixed(DIGITS);
  const marks = Array.from({ length: Y_STEPS + 1 }, (_, step) => (top * step) / Y_STEPS);

  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escape(title)}">`,
    '<style>text{font:12px sans-serif;fill:#57606a}.t{font-weight:bold;font-size:14px}line{stroke:#8c959f;stroke-opacity:.4}polyline{fill:none;stroke-width:1.8}</style>',
    text(LEFT, 18, title, 'class="t"'),
    ...lines.map(({ name, color }, index) =>
      text(LEFT + index * 200, 38, `— ${name}`, `style="fill:${color}"`),
    ),
    ...marks.flatMap((mark) => [
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(mark)}" y2="${y(mark)}"/>`,
      text(LEFT - 6, Number(y(mark)) + 4, format(mark), 'text-anchor="end"'),
    ]),
    ...xTicks.map(([at, label]) =>
      text(Number(x(at)), HEIGHT - BOTTOM + 18, label, 'text-anchor="middle"'),
    ),
    text((WIDTH + LEFT) / 2, HEIGHT - 6, xLabel, 'text-anchor="middle"'),
    text(14, HEIGHT / 2, yLabel, `text-anchor="middle" transform="rotate(-90 14 ${HEIGHT / 2})"`),
    ...lines.map(
      ({ color, points }) =>
        `<polyline stroke="${color}" points="${points.map(([px, py]) => `${x(px)},${y(py)}`).join(' ')}"/>`,
    ),
    '</svg>',
    '',
  ].join('\n');
}

function text(x: number, y: number, content: string, attributes: string): string {
  return `<text x="${x}" y="${y}" ${attributes}>${escape(content)}</text>`;
}

function escape(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** The next of 1, 2, 4, 8 times a power of ten. */
function niceAbove(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(Math.max(value, 1e-9)));
  return ([1, 2, 4, 8].find((step) => step * unit >= value) ?? 10) * unit;
}

const min = (a: number, b: number): number => Math.min(a, b);
const max = (a: number, b: number): number => Math.max(a, b);
