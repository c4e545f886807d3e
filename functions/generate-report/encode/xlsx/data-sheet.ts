import type { Column } from '../../pipeline/batch.ts';
import { cellReference } from './references.ts';
import { STYLE } from './styles.ts';
import { colsXml } from './widths.ts';
import { xmlText } from './xml-bytes.ts';

export const XML_HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
export const SHEET_NAMESPACE = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

/** The data sheet's XML before its first row: the header stays in sight while one scrolls. */
export function sheetHead(columns: readonly Column[], widths: readonly number[]): string {
  return (
    `${XML_HEADER}<worksheet xmlns="${SHEET_NAMESPACE}">` +
    '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>' +
    '<sheetViews><sheetView tabSelected="1" workbookViewId="0">' +
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' +
    '<selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews>' +
    `<sheetFormatPr defaultRowHeight="15"/>${colsXml(widths)}` +
    `<sheetData><row r="1">${columns.map(headerCell).join('')}</row>`
  );
}

/** The data sheet's XML after its last row. */
export function sheetTail(columnCount: number, rowCount: number): string {
  const range = dataRange(columnCount, rowCount);
  return (
    '</sheetData>' +
    (columnCount > 0 ? `<autoFilter ref="${range}"/>` : '') +
    '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>' +
    '<pageSetup orientation="landscape" fitToWidth="1" fitToHeight="0"/>' +
    '<headerFooter><oddFooter>&amp;L&amp;A&amp;R&amp;P / &amp;N</oddFooter></headerFooter>' +
    // Texts of digits, such as postcodes, are meant: no green triangles.
    (columnCount > 0
      ? `<ignoredErrors><ignoredError sqref="${range}" numberStoredAsText="1"/></ignoredErrors>`
      : '') +
    '</worksheet>'
  );
}

/** The header and all rows, as `A1:C9`. */
export function dataRange(columnCount: number, rowCount: number, dollar = ''): string {
  const last = cellReference(Math.max(0, columnCount - 1));
  return `${dollar}A${dollar}1:${dollar}${last}${dollar}${rowCount + 1}`;
}

function headerCell({ name, label = name, type }: Column, at: number): string {
  const isNumber = type === 'INTEGER' || type === 'DECIMAL';
  const style = isNumber ? STYLE.headerRight : STYLE.header;
  return textCell(cellReference(at, 1), style, label);
}

/** A cell of text for the parts of a workbook that are small. */
export function textCell(reference: string, style: number, text: string): string {
  const space = /^\s|\s$/.test(text) ? ' xml:space="preserve"' : '';
  return `<c r="${reference}" s="${style}" t="inlineStr"><is><t${space}>${xmlText(text)}</t></is></c>`;
}
