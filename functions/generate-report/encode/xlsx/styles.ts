import type { Column } from '../../pipeline/batch.ts';
import { xmlText } from './xml-bytes.ts';

/** Indexes into `cellXfs` of the styles every workbook has. */
export const STYLE = {
  plain: 0,
  header: 1,
  headerRight: 2,
  integer: 3,
  date: 4,
  seconds: 5,
  milliseconds: 6,
  /** Text that begins like a formula: it stays text even after someone edits the cell. */
  quoted: 7,
  /** A number a sheet cannot hold exactly, as text, aligned like a number. */
  textRight: 8,
  title: 9,
  label: 10,
  wrapped: 11,
  boolean: 12,
} as const;

/** Digits after the point Excel's formats can show. */
// documented: https://support.microsoft.com/en-us/office/excel-specifications-and-limits-1672b34d-7043-467e-8e27-269d656771c3
const MAX_SHOWN_SCALE = 30;
const DECIMAL_STYLES_FROM = Object.keys(STYLE).length;
const DECIMAL_FORMATS_FROM = 200;

const LEFT = 'horizontal="left"';

const FORMATS = {
  date: { id: 164, code: 'yyyy-mm-dd' },
  seconds: { id: 165, code: 'yyyy-mm-dd hh:mm:ss' },
  milliseconds: { id: 166, code: 'yyyy-mm-dd hh:mm:ss.000' },
  // Excel knows booleans without it; LibreOffice would show 1 and 0.
  boolean: { id: 167, code: '"TRUE";"TRUE";"FALSE"' },
} as const;

export interface Styles {
  readonly xml: string;
  /** The style of DECIMAL cells with so many digits after the point. */
  decimal(scale: number): number;
}

/** The style sheet for these columns: the fixed styles and one number format per scale. */
export function createStyles(columns: readonly Column[]): Styles {
  const decimals = columns.filter(({ type }) => type === 'DECIMAL');
  const scales = [...new Set(decimals.map(({ scale = 0 }) => shown(scale)))].sort((a, b) => a - b);
  return {
    xml: stylesXml(scales),
    decimal: (scale) => DECIMAL_STYLES_FROM + scales.indexOf(shown(scale)),
  };
}

/** How cells of a column are formatted, for people; empty for text. */
export function formatCode({ type, scale = 0 }: Column): string {
  if (type === 'INTEGER') return '0';
  if (type === 'DECIMAL') return decimalCode(shown(scale));
  if (type === 'DATE') return FORMATS.date.code;
  return type === 'TIMESTAMP' ? FORMATS.seconds.code : '';
}

function shown(scale: number): number {
  return Math.min(scale, MAX_SHOWN_SCALE);
}

function decimalCode(scale: number): string {
  return scale === 0 ? '#,##0' : `#,##0.${'0'.repeat(scale)}`;
}

function stylesXml(scales: readonly number[]): string {
  const formats = [
    ...Object.values(FORMATS),
    ...scales.map((scale) => ({ id: DECIMAL_FORMATS_FROM + scale, code: decimalCode(scale) })),
  ];
  const styles = [
    cell({}),
    cell({ font: 1, fill: 2, border: 1 }),
    cell({ font: 1, fill: 2, border: 1, alignment: 'horizontal="right"' }),
    cell({ format: 1 }),
    cell({ format: FORMATS.date.id, alignment: LEFT }),
    cell({ format: FORMATS.seconds.id, alignment: LEFT }),
    cell({ format: FORMATS.milliseconds.id, alignment: LEFT }),
    cell({ quotePrefix: true }),
    cell({ alignment: 'horizontal="right"' }),
    cell({ font: 2 }),
    cell({ font: 3, alignment: 'vertical="top"' }),
    cell({ alignment: 'horizontal="left" vertical="top" wrapText="1"' }),
    cell({ format: FORMATS.boolean.id, alignment: LEFT }),
    ...scales.map((scale) => cell({ format: DECIMAL_FORMATS_FROM + scale })),
  ];
  const name = '<name val="Calibri"/><family val="2"/>';
  return (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' +
    list(
      'numFmts',
      formats.map(
        ({ id, code }) =>
          `<numFmt numFmtId="${id}" formatCode="${xmlText(code).replaceAll('"', '&quot;')}"/>`,
      ),
    ) +
    list('fonts', [
      `<font><sz val="11"/><color rgb="FF1F2933"/>${name}</font>`,
      `<font><b/><sz val="11"/><color rgb="FFFFFFFF"/>${name}</font>`,
      `<font><b/><sz val="16"/><color rgb="FF1F3A5F"/>${name}</font>`,
      `<font><b/><sz val="11"/><color rgb="FF1F3A5F"/>${name}</font>`,
    ]) +
    // The first two fills are fixed by the format.
    list('fills', [
      '<fill><patternFill patternType="none"/></fill>',
      '<fill><patternFill patternType="gray125"/></fill>',
      '<fill><patternFill patternType="solid"><fgColor rgb="FF1F3A5F"/><bgColor indexed="64"/></patternFill></fill>',
    ]) +
    list('borders', [
      '<border><left/><right/><top/><bottom/><diagonal/></border>',
      '<border><left/><right/><top/><bottom style="thin"><color rgb="FF12263F"/></bottom><diagonal/></border>',
    ]) +
    list('cellStyleXfs', ['<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>']) +
    list('cellXfs', styles) +
    list('cellStyles', ['<cellStyle name="Normal" xfId="0" builtinId="0"/>']) +
    '</styleSheet>'
  );
}

interface CellStyle {
  readonly format?: number;
  readonly font?: number;
  readonly fill?: number;
  readonly border?: number;
  readonly alignment?: string;
  readonly quotePrefix?: boolean;
}

function cell(style: CellStyle): string {
  const { format = 0, font = 0, fill = 0, border = 0, alignment, quotePrefix } = style;
  const applied = [
    format && ' applyNumberFormat="1"',
    font && ' applyFont="1"',
    fill && ' applyFill="1"',
    border && ' applyBorder="1"',
    alignment && ' applyAlignment="1"',
    quotePrefix && ' quotePrefix="1"',
  ];
  const attributes = applied.filter(Boolean).join('');
  const open = `<xf numFmtId="${format}" fontId="${font}" fillId="${fill}" borderId="${border}" xfId="0"${attributes}`;
  return alignment ? `${open}><alignment ${alignment}/></xf>` : `${open}/>`;
}

function list(name: string, items: readonly string[]): string {
  return `<${name} count="${items.length}">${items.join('')}</${name}>`;
}
