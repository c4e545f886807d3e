import type { DocumentFacts } from '../../pipeline/encoder.ts';
import type { TimeZone } from '../../pipeline/time-zone.ts';
import { CONTENT_WIDTH, PAGE } from './document.ts';
import { ACCENT, INK, MUTED, widthOf, type LateText, type Pen, type TextStyle } from './pen.ts';
import type { Tags } from './tags.ts';
import { timestampText } from './timestamp-text.ts';
import type { Typeface } from './typeface.ts';
import { wrapText } from './wrap-text.ts';

const TITLE_LINES = 2;
const DEFINITION_LINES = 4;
const FACT_GAP = 28;

export interface TitleBlock {
  readonly facts: DocumentFacts;
  readonly zone: TimeZone;
  /** The number of rows, once it is known. */
  readonly rowCount: LateText;
  readonly text: Typeface;
  readonly bold: Typeface;
}

/** Draws what the report is at the top of the first page; returns where the table may begin. */
export function drawTitleBlock(pen: Pen, tags: Tags, block: TitleBlock): number {
  const { facts, text, bold } = block;
  const title: TextStyle = { typeface: bold, size: 19, color: INK };
  const body: TextStyle = { typeface: text, size: 9, color: MUTED };
  let y = PAGE.top;
  tags.artifact(() => pen.fill(PAGE.left, y, 44, 3, ACCENT));
  y += 3;
  tags.block('H1', () => void (y = drawLines(pen, facts.title, y + 4, title, TITLE_LINES)));
  tags.block('P', () => void (y = drawLines(pen, facts.definition, y + 3, body, DEFINITION_LINES)));
  drawFacts(pen, tags, block, y + 12);
  return y + 42;
}

function drawFacts(
  pen: Pen,
  tags: Tags,
  { facts, zone, rowCount, text, bold }: TitleBlock,
  y: number,
) {
  const label: TextStyle = { typeface: bold, size: 6.5, color: MUTED };
  const value: TextStyle = { typeface: text, size: 9, color: INK };
  const asOf = timestampText(zone, Date.parse(facts.asOf)) ?? facts.asOf;
  const pairs: [string, string | LateText][] = [
    ['DATA AS OF', asOf],
    ['TIME ZONE', zone.name],
    ['ROWS', rowCount],
    ['REPORT', facts.reportId],
  ];
  let x = PAGE.left;
  for (const [name, content] of pairs) {
    tags.block('P', () => {
      // The space parts the two when they are read out or copied.
      pen.text(`${name} `, x, y + 6, label);
      if (typeof content === 'string') pen.text(content, x, y + 18, value);
      else pen.place(content, x, y + 18);
    });
    const width = typeof content === 'string' ? widthOf(content, value) : 30;
    x += Math.max(width, widthOf(name, label)) + FACT_GAP;
  }
}

function drawLines(
  pen: Pen,
  text: string,
  top: number,
  style: TextStyle,
  maxLines: number,
): number {
  const { lines } = wrapText(text, CONTENT_WIDTH, maxLines, (part) => widthOf(part, style));
  lines.forEach((line, index) =>
    pen.text(line, PAGE.left, top + style.size * (1 + index * 1.3), style),
  );
  return top + lines.length * style.size * 1.3;
}
