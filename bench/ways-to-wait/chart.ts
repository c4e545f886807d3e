/** One bar. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  /** What stands at its end. */
  readonly text: string;
  readonly isOurs: boolean;
}

/** Bars under a heading, on a scale of their own. */
export interface Panel {
  readonly title: string;
  readonly bars: readonly Bar[];
}

const WIDTH = 760;
const LABELS = 210;
const ENDS = 130;
const BAR = 16;
const STEP = 24;
const HEADING = 40;
const MARGIN = 16;

/** A chart of horizontal bars in SVG, readable on a light and on a dark page. */
export function drawChart(title: string, panels: readonly Panel[]): string {
  const parts: string[] = [];
  let y = MARGIN;
  for (const { title: heading, bars } of panels) {
    parts.push(`<text class="heading" x="${MARGIN}" y="${y + 18}">${escapeXml(heading)}</text>`);
    y += HEADING;
    const largest = Math.max(...bars.map(({ value }) => value), Number.MIN_VALUE);
    for (const { label, value, text, isOurs } of bars) {
      const width = Math.max(1, ((WIDTH - LABELS - ENDS) * value) / largest);
      const middle = y + BAR - 4;
      parts.push(
        `<text x="${LABELS - 8}" y="${middle}" text-anchor="end">${escapeXml(label)}</text>`,
        `<rect class="${isOurs ? 'ours' : 'other'}" x="${LABELS}" y="${y}" width="${width.toFixed(1)}" height="${BAR}" rx="2"/>`,
        `<text x="${(LABELS + width + 6).toFixed(1)}" y="${middle}">${escapeXml(text)}</text>`,
      );
      y += STEP;
    }
    y += MARGIN;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" role="img" aria-label="${escapeXml(title)}">
<style>
text { font: 13px system-ui, sans-serif; fill: #333 }
.heading { font-weight: 600; font-size: 14px }
.other { fill: #8a96a3 }
.ours { fill: #1f77b4 }
@media (prefers-color-scheme: dark) { text { fill: #ddd } .ours { fill: #5aa9e6 } }
</style>
${parts.join('\n')}
</svg>
`;
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
