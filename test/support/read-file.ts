import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import exceljs from 'exceljs';
import { parquetReadObjects } from 'hyparquet';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** Readers of report files that none of our writers had a hand in. Cells come back as text. */

export function readCsv(bytes: Buffer, delimiter = ','): string[][] {
  return parse(bytes, { delimiter, bom: true, relax_column_count: false });
}

export function readJsonLines(bytes: Buffer): Record<string, unknown>[] {
  const lines = bytes.toString().split('\n');
  if (lines.pop() !== '') throw new Error('the last line has no end');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

export function gunzip(bytes: Buffer): Buffer {
  return gunzipSync(bytes);
}

/** The first sheet, as exceljs shows it. */
export async function readXlsx(bytes: Buffer): Promise<unknown[][]> {
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.load(bytes as unknown as exceljs.Buffer);
  const rows: unknown[][] = [];
  workbook.worksheets[0]?.eachRow({ includeEmpty: true }, ({ values }) => {
    rows.push((values as unknown[]).slice(1));
  });
  return rows;
}

export async function readParquet(bytes: Buffer): Promise<Record<string, unknown>[]> {
  const { buffer, byteOffset, byteLength } = bytes;
  const file = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
  // hyparquet leaves Zstandard to whoever has it.
  const compressors = { ZSTD: (input: Uint8Array) => new Uint8Array(zstdDecompressSync(input)) };
  return parquetReadObjects({ file, compressors });
}

/** All text of a PDF, a string a page. */
export async function readPdf(bytes: Buffer): Promise<string[]> {
  const document = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise;
  const pages: string[] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const { items } = await (await document.getPage(number)).getTextContent();
    pages.push(items.map((item) => ('str' in item ? item.str : '')).join(' '));
  }
  return pages;
}
