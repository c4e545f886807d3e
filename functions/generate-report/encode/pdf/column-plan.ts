import type { Column } from '../../pipeline/batch.ts';
import type { Typeface } from './typeface.ts';

/** Sizes of type in points, the one for comfort first. */
const SMALLEST_SIZE = 6;
const SIZES = [9, 8.5, 8, 7.5, 7, 6.5, SMALLEST_SIZE];
/** Left and right of a cell's text, in multiples of the type size. */
const PADDING_EMS = 0.58;
/** A column of text gets at least this, in multiples of the type size, before the type is made smaller. */
const COMFORTABLE_TEXT_EMS = 16;
/** Nor is it given more than this for the sake of its longest text. */
const WIDEST_TEXT_EMS = 48;
/** Few narrow columns are not pulled apart further than this, so that the eye can follow a row. */
const MOST_STRETCH = 1.9;

export interface PlannedColumn {
  readonly x: number;
  readonly width: number;
  readonly isRight: boolean;
  /** Whether its text may be wrapped and cut; numbers and dates never are cut. */
  readonly isText: boolean;
}

export interface ColumnPlan {
  /** Of the type, in points. */
  readonly size: number;
  /** Left and right of a cell's text, in points. */
  readonly padding: number;
  readonly width: number;
  readonly columns: readonly PlannedColumn[];
}

/** Widths of a column's texts in thousandths of the type size. */
export interface ColumnWidths {
  readonly column: Column;
  readonly header: number;
  /** The widest word of the header: less would break it. */
  readonly headerWord: number;
  /** The widest cell seen, the total included. */
  readonly cell: number;
}

export interface TableSample {
  readonly columns: readonly Column[];
  readonly labels: readonly string[];
  /** Rows whose widths stand for all. */
  readonly rows: readonly (readonly string[])[];
  /** What the last line will be about as wide as. */
  readonly likelyTotals: readonly string[];
}

/** Measures each column's texts. */
export function measureSample(
  { columns, labels, rows, likelyTotals }: TableSample,
  text: Typeface,
  bold: Typeface,
): ColumnWidths[] {
  return columns.map((column, index) => {
    const label = labels[index] ?? '';
    const cells = rows.map((row) => text.measure(row[index] ?? ''));
    return {
      column,
      header: bold.measure(label),
      headerWord: largest(label.split(/\s+/).map((word) => bold.measure(word))),
      cell: Math.max(largest(cells), bold.measure(likelyTotals[index] ?? '')),
    };
  });
}

/** Chooses the largest type in which the columns fit the page and shares out the page's width. */
export function planColumns(
  measured: readonly ColumnWidths[],
  left: number,
  pageWidth: number,
): ColumnPlan {
  const needsIn = (size: number): Need[] => measured.map((widths) => needAt(size, widths));
  const fits = (size: number): boolean => sum(needsIn(size).map(({ least }) => least)) <= pageWidth;
  const size = SIZES.find(fits) ?? SMALLEST_SIZE;
  const shares = fits(size) ? share(needsIn(size), pageWidth) : squeeze(needsIn(size), pageWidth);
  let x = left;
  const columns = measured.map(({ column: { type } }, index) => {
    const width = shares[index] ?? 0;
    x += width;
    return {
      x: x - width,
      width,
      isRight: type === 'INTEGER' || type === 'DECIMAL',
      isText: type === 'STRING',
    };
  });
  return { size, padding: PADDING_EMS * size, width: x - left, columns };
}

interface Need {
  readonly least: number;
  readonly wanted: number;
}

function needAt(size: number, { column: { type }, ...widths }: ColumnWidths): Need {
  const points = (width: number): number => (width / 1000 + 2 * PADDING_EMS) * size + 0.5;
  const cell = points(widths.cell);
  const header = points(widths.header);
  // A header a little wider than its cells stays on one line.
  const word = header < cell * 1.7 ? header : points(widths.headerWord);
  const isText = type === 'STRING';
  const least = isText ? Math.min(cell, COMFORTABLE_TEXT_EMS * size) : cell;
  const most = isText ? Math.min(cell, WIDEST_TEXT_EMS * size) : cell;
  return { least: Math.max(word, least), wanted: Math.max(header, most) };
}

/** Gives all what they need at least, then what they want, then what is left up to a limit. */
function share(needs: readonly Need[], pageWidth: number): number[] {
  const least = sum(needs.map((need) => need.least));
  const missing = sum(needs.map((need) => need.wanted - need.least));
  const part = missing === 0 ? 0 : Math.min(1, (pageWidth - least) / missing);
  const shares = needs.map((need) => need.least + part * (need.wanted - need.least));
  const stretch = Math.min(MOST_STRETCH, pageWidth / sum(shares));
  return shares.map((width) => width * stretch);
}

/** Nothing fits even in the smallest type: the widest columns give way, the narrow ones keep what they need. */
function squeeze(needs: readonly Need[], pageWidth: number): number[] {
  let low = 0;
  let high = pageWidth;
  for (let step = 0; step < 40; step++) {
    const cap = (low + high) / 2;
    if (sum(needs.map((need) => Math.min(need.least, cap))) > pageWidth) high = cap;
    else low = cap;
  }
  return needs.map((need) => Math.min(need.least, low));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}
