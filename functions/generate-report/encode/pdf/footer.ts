import { CONTENT_WIDTH, PAGE } from './document.ts';
import { HAIRLINE, MUTED, widthOf, type LateText, type Pen, type TextStyle } from './pen.ts';
import type { Typeface } from './typeface.ts';
import { wrapText } from './wrap-text.ts';

/** From the page's lower edge to the baseline, in points. */
const BASELINE = 24;
const WIDEST_TITLE = 0.8 * CONTENT_WIDTH;

export function footerStyle(text: Typeface): TextStyle {
  return { typeface: text, size: 7.5, color: MUTED };
}

export interface Footer {
  readonly title: string;
  readonly page: number;
  /** The number of all pages, once it is known. */
  readonly pageCount: LateText;
  /** Digits it will probably have. */
  readonly pageDigits: number;
}

/** Draws the report's title and "Page 1 of 12" at the foot of a page. */
export function drawFooter(pen: Pen, style: TextStyle, footer: Footer): void {
  const { title, page, pageCount, pageDigits } = footer;
  const baseline = PAGE.height - BASELINE;
  pen.rule(PAGE.left, baseline - 12, CONTENT_WIDTH, 0.5, HAIRLINE);
  const { lines } = wrapText(title, WIDEST_TITLE, 1, (part) => widthOf(part, style));
  pen.text(lines[0] ?? '', PAGE.left, baseline, style);
  const label = `Page ${page} of `;
  const right = PAGE.width - PAGE.right - widthOf('0'.repeat(pageDigits), style);
  pen.text(label, right - widthOf(label, style), baseline, style);
  pen.place(pageCount, right, baseline);
}
