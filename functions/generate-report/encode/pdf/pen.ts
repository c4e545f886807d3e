import type { PdfDocument } from './document.ts';
import type { EmbeddedFont, Typeface } from './typeface.ts';

/** Red, green and blue, each from 0 to 1, as PDF operands. */
export const INK = '0.10 0.12 0.16';
export const MUTED = '0.40 0.44 0.50';
export const ACCENT = '0.12 0.26 0.44';
export const HEADER_FILL = '0.92 0.94 0.97';
export const STRIPE_FILL = '0.965 0.971 0.980';
export const HAIRLINE = '0.84 0.86 0.89';

export interface TextStyle {
  readonly typeface: Typeface;
  readonly size: number;
  readonly color: string;
}

/** Draws on the document's current page; x and y are points from its top left corner, y downwards. */
export interface Pen {
  /** One line of text with its baseline at `y`; `stretch` narrows it, 1 being its natural width. */
  text(text: string, x: number, y: number, style: TextStyle, stretch?: number): void;
  fill(x: number, y: number, width: number, height: number, color: string): void;
  rule(x: number, y: number, width: number, thickness: number, color: string): void;
  /** Places what `late` will hold, its baseline starting at x and y. */
  place(late: LateText, x: number, y: number): void;
  /** Hands what was drawn to the page; to be called before the page or its markings change. */
  flush(): void;
}

/** Text that is not known yet when its place is drawn, such as the number of pages. */
export interface LateText {
  readonly name: string;
  readonly reference: unknown;
  set(text: string): void;
}

const FORM_WIDTH = 400;

/** A pen that writes operators itself: pdfkit's `text()` lays every word out anew, which takes ten times as long. */
export function createPen(doc: PdfDocument): Pen {
  let pending = '';
  return { text, fill, rule, place, flush };

  function text(line: string, x: number, y: number, style: TextStyle, stretch = 1): void {
    if (line !== '') pending += textOperators(line, x, y, style, stretch, useFont);
  }

  function useFont(font: EmbeddedFont): void {
    const fonts = doc.page.fonts as Record<string, unknown>;
    fonts[font.id] ??= font.ref();
  }

  function fill(x: number, y: number, width: number, height: number, color: string): void {
    pending += `${color} rg ${n(x)} ${n(y)} ${n(width)} ${n(height)} re f\n`;
  }

  function rule(x: number, y: number, width: number, thickness: number, color: string): void {
    fill(x, y - thickness / 2, width, thickness, color);
  }

  function place(late: LateText, x: number, y: number): void {
    (doc.page.xobjects as Record<string, unknown>)[late.name] = late.reference;
    pending += `q 1 0 0 -1 ${n(x)} ${n(y)} cm /${late.name} Do Q\n`;
  }

  function flush(): void {
    if (pending === '') return;
    doc.addContent(Buffer.from(pending, 'latin1'));
    pending = '';
  }
}

/** Makes a place for text that may stand on many pages and is set once, at the end; it is left-aligned. */
export function createLateText(doc: PdfDocument, name: string, style: TextStyle): LateText {
  const fonts: Record<string, unknown> = {};
  const reference = doc.ref({
    Type: 'XObject',
    Subtype: 'Form',
    BBox: [0, -style.size, FORM_WIDTH, 2 * style.size],
    Resources: { Font: fonts },
  });
  return {
    name,
    reference,
    set(text) {
      const useFont = (font: EmbeddedFont): void => void (fonts[font.id] = font.ref());
      // A form has y upwards, unlike our pages.
      const operators = textOperators(text, 0, 0, style, 1, useFont, 1);
      reference.end(Buffer.from(operators, 'latin1'));
    },
  };
}

function textOperators(
  text: string,
  x: number,
  y: number,
  { typeface, size, color }: TextStyle,
  stretch: number,
  useFont: (font: EmbeddedFont) => void,
  up = -1,
): string {
  const { runs, needsActualText } = typeface.encode(text);
  let operators = `BT ${color} rg 1 0 0 ${up} ${n(x)} ${n(y)} Tm`;
  if (stretch !== 1) operators += ` ${n(stretch * 100)} Tz`;
  for (const { font, rise, elements } of runs) {
    useFont(font);
    operators += ` /${font.id} ${n(size)} Tf`;
    operators +=
      rise === 0 ? ` [${elements}] TJ` : ` ${n((rise * size) / 1000)} Ts [${elements}] TJ 0 Ts`;
  }
  if (stretch !== 1) operators += ' 100 Tz';
  operators += ' ET\n';
  // What is copied or read out is then the text itself.
  return needsActualText
    ? `/Span <</ActualText <${utf16Hex(text)}>>> BDC ${operators}EMC\n`
    : operators;
}

function utf16Hex(text: string): string {
  return `feff${Buffer.from(text, 'utf16le').swap16().toString('hex')}`;
}

/** A number as PDF takes it: no exponent, hundredths of a point. */
function n(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** Width in points. */
export function widthOf(text: string, { typeface, size }: TextStyle): number {
  return (typeface.measure(text) * size) / 1000;
}
