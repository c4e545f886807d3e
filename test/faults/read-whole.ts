import { createHash } from 'node:crypto';
import type { ReportWithDownload } from '../../client/index.ts';
import * as read from '../support/read-file.ts';

/** Reads a report's file with readers we did not write; resolves with what is wrong with it, if anything. */
export async function findFault(
  report: ReportWithDownload,
  rows: number | undefined,
): Promise<string | undefined> {
  const answer = await fetch(report.download.url);
  if (!answer.ok) return `the link answers ${answer.status}`;
  const bytes = Buffer.from(await answer.arrayBuffer());
  const { byteSize, sha256, rowCount } = report.result;
  if (bytes.length !== byteSize) return `${bytes.length} bytes, not ${byteSize}`;
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) return 'another SHA-256';
  if (rows !== undefined && rows !== rowCount) return `${rowCount} rows, not ${rows}`;
  const inFile = await countRows(report, report.gzip ? read.gunzip(bytes) : bytes);
  return inFile === rowCount ? undefined : `${inFile} rows in the file, not ${rowCount}`;
}

async function countRows({ format, result }: ReportWithDownload, bytes: Buffer): Promise<number> {
  switch (format) {
    case 'CSV':
      return read.readCsv(bytes).length - 1;
    case 'JSONL':
      return bytes.length === 0 ? 0 : read.readJsonLines(bytes).length;
    case 'XLSX':
      return (await read.readXlsx(bytes)).length - 1;
    case 'PARQUET':
      return (await read.readParquet(bytes)).length;
    case 'PDF':
      // A page says which it is of how many; its rows are counted by the writer alone.
      return (await read.readPdf(bytes)).length > 0 ? result.rowCount : -1;
  }
}
