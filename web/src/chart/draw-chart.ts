import uPlot from 'uplot';
import type { ChartPoints } from './chart-points.ts';

const HEIGHT_PX = 240;
const MAX_LABEL_CHARACTERS = 12;
/** Narrower than this per name, labels would lie over each other. */
const LABEL_PX = 70;

/** Draws into `element` in the page's colours, as wide as it is, anew when either changes; undone when disposed. */
export function drawChart(element: HTMLElement, points: ChartPoints): Disposable {
  let plot = make();
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const redraw = (): void => {
    plot.destroy();
    plot = make();
  };
  const observer = new ResizeObserver(() => {
    if (element.clientWidth !== plot.width) redraw();
  });
  observer.observe(element);
  dark.addEventListener('change', redraw);

  return {
    [Symbol.dispose]() {
      observer.disconnect();
      dark.removeEventListener('change', redraw);
      plot.destroy();
    },
  };

  function make(): uPlot {
    const width = element.clientWidth;
    return new uPlot(optionsOf(points, width, element), [[...points.x], [...points.y]], element);
  }
}

function optionsOf(points: ChartPoints, width: number, element: HTMLElement): uPlot.Options {
  const colours = styleOf(element);
  const isBars = points.across === 'names';
  const axis = {
    stroke: colours.muted,
    grid: { stroke: colours.line, width: 1 },
    ticks: { stroke: colours.line, width: 1 },
    font: `12px ${colours.fontFamily}`,
  };
  return {
    width,
    height: HEIGHT_PX,
    legend: { show: false },
    cursor: { show: false },
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
    scales: {
      x: { time: points.across === 'time', ...(isBars ? { range: barRange(points) } : {}) },
      y: {
        range: (_, low, high) => (isBars ? [Math.min(0, low), high * 1.05] : padded(low, high)),
      },
    },
    axes: [isBars ? { ...axis, ...nameAxis(points, width) } : axis, { ...axis, size: 64 }],
    series: [
      {},
      {
        stroke: colours.accent,
        width: isBars ? 0 : 2,
        fill: isBars ? colours.accent : `${colours.accent}22`,
        points: { show: !isBars && points.x.length < 40, fill: colours.accent },
        ...(isBars && uPlot.paths.bars ? { paths: uPlot.paths.bars({ size: [0.7, 48] }) } : {}),
      },
    ],
  };
}

function padded(low: number, high: number): [number, number] {
  const room = (high - low || Math.abs(high) || 1) * 0.08;
  return [low - room, high + room];
}

function barRange({ x }: ChartPoints): [number, number] {
  return [-0.6, Math.max(0, x.length - 1) + 0.6];
}

/** As many names below the bars as have room. */
function nameAxis({ x, labels }: ChartPoints, width: number): Partial<uPlot.Axis> {
  const every = Math.max(1, Math.ceil((x.length * LABEL_PX) / Math.max(width, 1)));
  return {
    grid: { show: false },
    splits: () => x.filter((_, at) => at % every === 0),
    values: (_, splits) => splits.map((at) => shortened(labels[at] ?? '')),
  };
}

function shortened(label: string): string {
  return label.length <= MAX_LABEL_CHARACTERS
    ? label
    : `${label.slice(0, MAX_LABEL_CHARACTERS - 1)}…`;
}

/** A canvas knows no custom properties: what they stand for now, in this element. */
function styleOf(element: HTMLElement) {
  const style = getComputedStyle(element);
  return {
    accent: hex(style.color),
    muted: style.borderColor,
    line: style.outlineColor,
    fontFamily: style.fontFamily,
  };
}

/** `rgb(20, 107, 102)` as `#146b66`, to which transparency can be added. */
function hex(rgb: string): string {
  const [red = 0, green = 0, blue = 0] = (rgb.match(/\d+/g) ?? []).map(Number);
  return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
