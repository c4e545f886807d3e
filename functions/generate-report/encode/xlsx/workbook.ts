import type { DocumentFacts } from '../../pipeline/encoder.ts';
import { dataRange, SHEET_NAMESPACE, XML_HEADER } from './data-sheet.ts';
import { xmlText } from './xml-bytes.ts';

const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const SPREADSHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

export const DATA_SHEET_PATH = 'xl/worksheets/sheet1.xml';
export const ABOUT_SHEET_PATH = 'xl/worksheets/sheet2.xml';

/** The files of a workbook that do not depend on its rows, by path, in the order they are written. */
export function fixedFiles(facts: DocumentFacts, stylesXml: string): (readonly [string, string])[] {
  return [
    // First, because that is how `file` and mail filters know a workbook.
    ['[Content_Types].xml', CONTENT_TYPES],
    ['_rels/.rels', PACKAGE_RELATIONSHIPS],
    ['xl/_rels/workbook.xml.rels', WORKBOOK_RELATIONSHIPS],
    ['xl/styles.xml', stylesXml],
    ['docProps/core.xml', coreProperties(facts)],
  ];
}

export interface WorkbookOptions {
  readonly dataName: string;
  readonly aboutName: string;
  readonly columnCount: number;
  readonly rowCount: number;
}

/** `xl/workbook.xml`: the sheets, the filter's range, and the header repeated on each printed page. */
export function workbookXml(options: WorkbookOptions): string {
  const { dataName, aboutName, columnCount, rowCount } = options;
  const quoted = attribute(`'${dataName.replaceAll("'", "''")}'`);
  const filter = `${quoted}!${dataRange(columnCount, rowCount, '$')}`;
  const filterName =
    columnCount > 0
      ? `<definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">${filter}</definedName>`
      : '';
  return (
    `${XML_HEADER}<workbook xmlns="${SHEET_NAMESPACE}" xmlns:r="${OFFICE}">` +
    '<bookViews><workbookView activeTab="0"/></bookViews><sheets>' +
    `<sheet name="${attribute(dataName)}" sheetId="1" r:id="rId1"/>` +
    `<sheet name="${attribute(aboutName)}" sheetId="2" r:id="rId2"/></sheets>` +
    `<definedNames>${filterName}` +
    `<definedName name="_xlnm.Print_Titles" localSheetId="0">${quoted}!$1:$1</definedName></definedNames>` +
    '</workbook>'
  );
}

const CONTENT_TYPES =
  `${XML_HEADER}<Types xmlns="${PACKAGE}/content-types">` +
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
  '<Default Extension="xml" ContentType="application/xml"/>' +
  `<Override PartName="/xl/workbook.xml" ContentType="${SPREADSHEET}.sheet.main+xml"/>` +
  `<Override PartName="/${DATA_SHEET_PATH}" ContentType="${SPREADSHEET}.worksheet+xml"/>` +
  `<Override PartName="/${ABOUT_SHEET_PATH}" ContentType="${SPREADSHEET}.worksheet+xml"/>` +
  `<Override PartName="/xl/styles.xml" ContentType="${SPREADSHEET}.styles+xml"/>` +
  '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>' +
  '</Types>';

const PACKAGE_RELATIONSHIPS =
  `${XML_HEADER}<Relationships xmlns="${PACKAGE}/relationships">` +
  `<Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/>` +
  `<Relationship Id="rId2" Type="${PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>` +
  '</Relationships>';

const WORKBOOK_RELATIONSHIPS =
  `${XML_HEADER}<Relationships xmlns="${PACKAGE}/relationships">` +
  `<Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>` +
  `<Relationship Id="rId2" Type="${OFFICE}/worksheet" Target="worksheets/sheet2.xml"/>` +
  `<Relationship Id="rId3" Type="${OFFICE}/styles" Target="styles.xml"/>` +
  '</Relationships>';

function coreProperties({ title, asOf }: DocumentFacts): string {
  const moment = Date.parse(asOf);
  // Excel repairs a workbook whose moment is not of this form, so a moment it cannot have is left out.
  const created = Number.isNaN(moment)
    ? ''
    : `<dcterms:created xsi:type="dcterms:W3CDTF">${new Date(moment).toISOString().slice(0, 19)}Z</dcterms:created>`;
  return (
    `${XML_HEADER}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" ` +
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" ' +
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
    `<dc:title>${xmlText(title)}</dc:title>${created}</cp:coreProperties>`
  );
}

function attribute(value: string): string {
  return xmlText(value).replaceAll('"', '&quot;');
}
