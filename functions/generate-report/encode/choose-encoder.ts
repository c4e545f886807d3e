import type { CreateEncoder } from '../pipeline/encoder.ts';
import type { ReportOrder } from '../order.ts';
import { createCsvEncoder } from './csv-bytes.ts';
import { createGzipEncoder } from './gzip.ts';
import { createJsonLinesEncoder } from './json-lines.ts';

type RowFormat = Exclude<ReportOrder['format'], 'PARQUET'>;

/** The encoder of a format that is written row by row; what a format needs is loaded only for it. */
export async function chooseEncoder(
  format: RowFormat,
  { csv, gzip }: Pick<ReportOrder, 'csv' | 'gzip'>,
): Promise<CreateEncoder> {
  const createEncoder = await plainEncoder(format, csv);
  return gzip ? createGzipEncoder(createEncoder) : createEncoder;
}

async function plainEncoder(format: RowFormat, csv: ReportOrder['csv']): Promise<CreateEncoder> {
  switch (format) {
    case 'CSV':
      return createCsvEncoder(csv);
    case 'JSONL':
      return createJsonLinesEncoder;
    case 'XLSX': {
      const { createXlsxEncoder } = await import('./xlsx/xlsx-encoder.ts');
      return createXlsxEncoder();
    }
    case 'PDF': {
      const { createPdfEncoder } = await import('./pdf/create-pdf-encoder.ts');
      return createPdfEncoder();
    }
  }
}
