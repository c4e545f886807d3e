import type { PdfDocument } from './document.ts';

/** What this file uses of pdfkit's embedded font, which its types leave out. */
export interface EmbeddedFont {
  readonly id: string;
  readonly font: { hasGlyphForCodePoint(codePoint: number): boolean };
  /** Takes the glyphs into the subset; four hexadecimal digits and a position for each. */
  encode(text: string, features: readonly string[]): [string[], GlyphPosition[]];
  ref(): unknown;
}

/** In thousandths of the type size. */
interface GlyphPosition {
  readonly advanceWidth: number;
  readonly xAdvance: number;
  readonly xOffset: number;
  readonly yOffset: number;
}

interface Glyph {
  readonly font: EmbeddedFont;
  readonly hex: string;
  readonly advance: number;
  readonly isMissing: boolean;
}

/** Glyphs of one font on one height, as the elements of a TJ array. */
export interface Run {
  readonly font: EmbeddedFont;
  /** Above the baseline, in thousandths of the type size. */
  readonly rise: number;
  readonly elements: string;
}

export interface EncodedText {
  readonly runs: readonly Run[];
  /** Whether glyphs stand in another order than the characters, or for characters no font has. */
  readonly needsActualText: boolean;
}

interface Shaped {
  readonly runs: readonly Run[];
  readonly width: number;
  readonly missing: number;
}

/** A weight of type: a chain of fonts, each standing in for what those before it lack. */
export interface Typeface {
  /** The width of `text` in thousandths of the type size. */
  measure(text: string): number;
  encode(text: string): EncodedText;
  /** How many characters encoded so far no font has. */
  missing(): number;
}

const REPLACEMENT = '\uFFFD';
/** Everything from here on may depend on its neighbours; nothing before does. */
const FIRST_COMBINING = 0x300;
/** Marks, and scripts that join, reorder or run from right to left. */
const NEEDS_SHAPING =
  /[\p{M}\u0590-\u08FF\u0900-\u0DFF\u0E80-\u109F\u1780-\u18AF\uFB1D-\uFDFF\uFE70-\uFEFC]/u;
/** Joiners, direction marks, variation selectors: they draw nothing. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;
const STAYS_WITH_ITS_BASE = /[\p{M} ]/u;
/** Shaping takes a hundred times as long as looking glyphs up, so that this many texts are kept. */
const SHAPED_KEPT = 2_000;

/** A typeface over fonts in the order they are tried; a font is parsed when first needed. */
export function createTypeface(
  doc: PdfDocument,
  name: string,
  sources: readonly Uint8Array[],
): Typeface {
  const fonts: (EmbeddedFont | undefined)[] = sources.map(() => undefined);
  const glyphs = new Map<number, Glyph>();
  const shapedTexts = new Map<string, Shaped>();
  let missing = 0;
  return { measure, encode, missing: () => missing };

  function measure(text: string): number {
    if (needsShaping(text)) return shapedOf(text).width;
    let width = 0;
    for (let index = 0; index < text.length; index++) {
      const codePoint = text.codePointAt(index) ?? 0;
      if (codePoint > 0xffff) index++;
      width += glyphOf(codePoint).advance;
    }
    return width;
  }

  function encode(text: string): EncodedText {
    if (needsShaping(text)) {
      const shaped = shapedOf(text);
      missing += shaped.missing;
      return { runs: shaped.runs, needsActualText: true };
    }
    const runs: Run[] = [];
    const missingBefore = missing;
    let font: EmbeddedFont | undefined;
    let hex = '';
    for (let index = 0; index < text.length; index++) {
      const codePoint = text.codePointAt(index) ?? 0;
      if (codePoint > 0xffff) index++;
      const glyph = glyphOf(codePoint);
      if (glyph.isMissing) missing++;
      if (font && font !== glyph.font) {
        runs.push({ font, rise: 0, elements: `<${hex}>` });
        hex = '';
      }
      font = glyph.font;
      hex += glyph.hex;
    }
    if (font) runs.push({ font, rise: 0, elements: `<${hex}>` });
    return { runs, needsActualText: missing !== missingBefore };
  }

  function shapedOf(text: string): Shaped {
    const known = shapedTexts.get(text);
    if (known) return known;
    if (shapedTexts.size === SHAPED_KEPT) shapedTexts.clear();
    const shaped = shape(text);
    shapedTexts.set(text, shaped);
    return shaped;
  }

  function shape(text: string): Shaped {
    let width = 0;
    let missingHere = 0;
    const stretches: { at: number; text: string }[] = [];
    for (const character of text) {
      const last = stretches.at(-1);
      const found = last && staysIn(last.at, character) ? last.at : firstFontWith(character);
      if (found === -1) missingHere++;
      const at = Math.max(0, found);
      const drawn = found === -1 ? REPLACEMENT : character;
      if (last?.at === at) last.text += drawn;
      else stretches.push({ at, text: drawn });
    }
    const runs = stretches.flatMap((stretch) => {
      const font = fontAt(stretch.at);
      // Features, even none, make pdfkit lay the stretch out as a whole and not word by word.
      const [hexes, positions] = font.encode(stretch.text, []);
      width += positions.reduce((sum, position) => sum + position.xAdvance, 0);
      return positionedRuns(font, hexes, positions);
    });
    return { runs, width, missing: missingHere };
  }

  /** Joiners, spaces and marks stay with what they follow, where its font has them: shaping needs them together. */
  function staysIn(at: number, character: string): boolean {
    if (INVISIBLE.test(character)) return true;
    if (!STAYS_WITH_ITS_BASE.test(character)) return false;
    return fontAt(at).font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0);
  }

  /** The place of the first font that has the character; -1 when none has it. */
  function firstFontWith(character: string): number {
    const codePoint = character.codePointAt(0) ?? 0;
    if (isControl(codePoint)) return -1;
    if (INVISIBLE.test(character)) return 0;
    return sources.findIndex((_, at) => fontAt(at).font.hasGlyphForCodePoint(codePoint));
  }

  function glyphOf(codePoint: number): Glyph {
    const known = glyphs.get(codePoint);
    if (known) return known;
    const glyph = makeGlyph(String.fromCodePoint(codePoint));
    glyphs.set(codePoint, glyph);
    return glyph;
  }

  function makeGlyph(character: string): Glyph {
    const found = firstFontWith(character);
    const font = fontAt(Math.max(0, found));
    if (found === 0 && INVISIBLE.test(character)) {
      return { font, hex: '', advance: 0, isMissing: false };
    }
    const [hexes, positions] = font.encode(found === -1 ? REPLACEMENT : character, []);
    const advance = positions.reduce((sum, position) => sum + position.advanceWidth, 0);
    return { font, hex: hexes.join(''), advance, isMissing: found === -1 };
  }

  function fontAt(at: number): EmbeddedFont {
    return (fonts[at] ??= openFont(at));
  }

  function openFont(at: number): EmbeddedFont {
    const source = sources[at];
    if (!source) throw new Error(`The typeface ${name} has no font.`);
    const bytes = Buffer.from(source.buffer, source.byteOffset, source.byteLength);
    const fontName = `${name}-${at}`;
    doc.registerFont(fontName, bytes);
    return (doc.font(fontName) as unknown as { readonly _font: EmbeddedFont })._font;
  }
}

function needsShaping(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) >= FIRST_COMBINING) return NEEDS_SHAPING.test(text);
  }
  return false;
}

/** Moves between glyphs are subtracted in TJ arrays; a change of height starts another run. */
function positionedRuns(
  font: EmbeddedFont,
  hexes: readonly string[],
  positions: readonly GlyphPosition[],
): Run[] {
  const runs: { font: EmbeddedFont; rise: number; elements: string }[] = [];
  positions.forEach(({ advanceWidth, xAdvance, xOffset, yOffset }, index) => {
    const before = xOffset === 0 ? '' : `${Math.round(-xOffset)} `;
    const after = Math.round(advanceWidth + xOffset - xAdvance);
    const element = `${before}<${hexes[index] ?? ''}>${after === 0 ? '' : ` ${after}`}`;
    const last = runs.at(-1);
    if (last?.rise === yOffset) last.elements += ` ${element}`;
    else runs.push({ font, rise: yOffset, elements: element });
  });
  return runs;
}

/** Also true for half a surrogate pair, which is no character. */
function isControl(codePoint: number): boolean {
  return (
    codePoint < 0x20 ||
    (codePoint >= 0x7f && codePoint < 0xa0) ||
    (codePoint >= 0xd800 && codePoint < 0xe000)
  );
}
