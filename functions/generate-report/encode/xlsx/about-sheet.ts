import type { Column } from '../../pipeline/batch.ts';
import type { DocumentFacts, Warning } from '../../pipeline/encoder.ts';
import { cutLength } from './cells.ts';
import { SHEET_NAMESPACE, textCell, XML_HEADER } from './data-sheet.ts';
import { MAX_TEXT_CHARACTERS } from './limits.ts';
import { cellReference } from './references.ts';
import { formatCode, STYLE } from './styles.ts';

export interface AboutOptions {
  readonly facts: DocumentFacts;
  readonly columns: readonly Column[];
  readonly rowCount: number;
  /** Of the data sheet, in hexadecimal. */
  readonly digest: string;
  readonly blockBytes: number;
  readonly warnings: readonly Warning[];
}

type Line = readonly Cell[];
interface Cell {
  readonly style: number;
  readonly value: string | number;
}

/** The sheet that says what the report is, what its data is of, and what a reader should know. */
export function aboutSheet(options: AboutOptions): string {
  const rows = lines(options).map((line, at) => {
    const cells = line.map((cell, column) =>
      cell.value === '' ? '' : cellXml(cellReference(column, at + 1), cell),
    );
    return `<row r="${at + 1}">${cells.join('')}</row>`;
  });
  return (
    `${XML_HEADER}<worksheet xmlns="${SHEET_NAMESPACE}">` +
    '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>' +
    '<sheetViews><sheetView showGridLines="0" workbookViewId="0"/></sheetViews>' +
    '<sheetFormatPr defaultRowHeight="15"/>' +
    '<cols><col min="1" max="1" width="24.7109375" customWidth="1"/>' +
    '<col min="2" max="2" width="70.7109375" customWidth="1"/>' +
    '<col min="3" max="3" width="28.7109375" customWidth="1"/></cols>' +
    `<sheetData>${rows.join('')}</sheetData>` +
    '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>' +
    '<pageSetup orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>'
  );
}

function lines({ facts, columns, rowCount, digest, blockBytes, warnings }: AboutOptions): Line[] {
  const blocks = `blocks of ${blockBytes.toLocaleString('en-US')} bytes of xl/worksheets/sheet1.xml`;
  return [
    [{ style: STYLE.title, value: facts.title }],
    [],
    labelled('Definition', facts.definition),
    labelled('Data as of', facts.asOf),
    labelled('Time zone', `${facts.timeZone} (moments are in this zone; dates are as they are)`),
    labelled('Rows', rowCount),
    labelled('Report', facts.reportId),
    labelled('SHA-256 of the data', digest),
    labelled('', `Chained over ${blocks}: h = SHA-256(h + SHA-256(block)), from 32 zero bytes.`),
    ...(warnings.length > 0 ? [[], heading('Note', 'What it means', 'Cells')] : []),
    ...warnings.map(({ code, message, count }) => [...labelled(code, message), wrapped(count)]),
    [],
    heading('Column', 'Type', 'Number format'),
    ...columns.map((column) => [
      wrapped(column.label ?? column.name),
      wrapped(typeWords(column, facts.timeZone)),
      wrapped(formatCode(column)),
    ]),
  ];
}

function labelled(label: string, value: string | number): Line {
  return [{ style: STYLE.label, value: label }, wrapped(value)];
}

function heading(...names: readonly string[]): Line {
  return names.map((value) => ({ style: STYLE.header, value }));
}

function wrapped(value: string | number): Cell {
  return { style: STYLE.wrapped, value };
}

function typeWords({ type, scale = 0 }: Column, timeZone: string): string {
  switch (type) {
    case 'STRING':
      return 'Text';
    case 'INTEGER':
      return 'Whole number';
    case 'DECIMAL':
      return `Decimal number, ${scale} ${scale === 1 ? 'digit' : 'digits'} after the point`;
    case 'DATE':
      return 'Date';
    case 'TIMESTAMP':
      return `Date and time in ${timeZone}`;
    case 'BOOLEAN':
      return 'True or false';
  }
}

function cellXml(reference: string, { style, value }: Cell): string {
  if (typeof value === 'number') return `<c r="${reference}" s="${style}"><v>${value}</v></c>`;
  const fits = value.length <= MAX_TEXT_CHARACTERS ? value : value.slice(0, cutLength(value));
  return textCell(reference, style, fits);
}
