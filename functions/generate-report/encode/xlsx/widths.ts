import type { Batch, Column } from '../../pipeline/batch.ts';

/** Rows looked at to choose the columns' widths. */
export const SAMPLE_ROWS = 100;
const MIN_CHARACTERS = 6;
const MAX_CHARACTERS = 60;
/** What the filter's button covers of a header. */
const BUTTON_CHARACTERS = 3;
/** Calibri 11 at 96 dpi: 5 pixels of padding to 7 a digit. */
// documented: ISO/IEC 29500-1, 18.3.1.13 col
const PADDING = 0.7109375;

/** The characters each column's header takes, to begin with. */
export function headerWidths(columns: readonly Column[]): number[] {
  return columns.map(({ name, label = name }) => shownCharacters(label) + BUTTON_CHARACTERS);
}

/** Widens `widths` to one row of a batch. */
export function widenTo(
  widths: number[],
  columns: readonly Column[],
  batch: Batch,
  row: number,
): void {
  columns.forEach((column, at) => {
    const vector = batch.vectors[at];
    const value = vector?.nulls?.[row] === 1 ? null : (vector?.values[row] ?? null);
    if (value === null) return;
    widths[at] = Math.max(widths[at] ?? 0, charactersOf(column, value));
  });
}

/** The `cols` element. */
export function colsXml(widths: readonly number[]): string {
  if (widths.length === 0) return '';
  const cols = widths.map((characters, at) => {
    const width = Math.min(MAX_CHARACTERS, Math.max(MIN_CHARACTERS, characters + 1)) + PADDING;
    return `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`;
  });
  return `<cols>${cols.join('')}</cols>`;
}

function charactersOf({ type, scale = 0 }: Column, value: string | number | bigint): number {
  switch (type) {
    case 'STRING':
      return Math.max(...String(value).slice(0, 1000).split('\n').map(shownCharacters));
    case 'DATE':
      return 'yyyy-mm-dd'.length;
    case 'TIMESTAMP':
      return 'yyyy-mm-dd hh:mm:ss'.length + (Number(value) % 1000 === 0 ? 0 : '.000'.length);
    case 'BOOLEAN':
      return 'FALSE'.length;
    case 'INTEGER':
      return String(value).length;
    case 'DECIMAL': {
      // The zero before the point, the point, the sign, and a comma for each three digits.
      const integerDigits = Math.max(1, String(value).replace('-', '').length - scale);
      return integerDigits + Math.floor((integerDigits - 1) / 3) + scale + 2;
    }
  }
}

/** Characters as wide as a digit; those of East Asian scripts and emoji are two. */
function shownCharacters(text: string): number {
  let shown = 0;
  for (const character of text) shown += (character.codePointAt(0) ?? 0) >= 0x1100 ? 2 : 1;
  return shown;
}
