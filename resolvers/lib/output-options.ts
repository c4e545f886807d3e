import { util } from '@aws-appsync/utils';
import type { GenerateReportInput } from '../../schema/generated/types.ts';
import { badRequest } from './refuse.ts';
import type { StoredReport } from './stored-report.ts';

const DELIMITERS = [',', ';', '\t', '|'];
const TIME_ZONE = '^[A-Za-z][A-Za-z0-9_+/-]{1,63}$';

export type OutputOptions = Pick<StoredReport, 'format' | 'csv' | 'gzip' | 'timeZone'>;

/** How the file is to be written, with defaults filled in; ends with `BadRequest` for what does not go together. */
export function checkOutput(input: GenerateReportInput): OutputOptions {
  const format = input.format ?? 'CSV';
  const gzip = input.gzip ?? false;
  const timeZone = input.timeZone ?? 'UTC';
  if (gzip && format !== 'CSV' && format !== 'JSONL') {
    badRequest('input.gzip', `is for CSV and JSONL; ${format} is compressed by itself`);
  }
  // Whether the zone exists is known where the file is written: APPSYNC_JS has no list of zones.
  if (!util.matches(TIME_ZONE, timeZone)) {
    badRequest('input.timeZone', 'must be an IANA time zone, for example Europe/Berlin');
  }
  return { format, gzip, timeZone, csv: format === 'CSV' ? checkCsv(input) : noCsv(input) };
}

function checkCsv({ csv }: GenerateReportInput): OutputOptions['csv'] {
  const dialect = csv?.dialect ?? 'RFC4180';
  const delimiter = csv?.delimiter ?? ',';
  if (DELIMITERS.indexOf(delimiter) < 0) {
    badRequest('input.csv.delimiter', 'must be a comma, a semicolon, a tab or a vertical bar');
  }
  return { dialect, delimiter };
}

function noCsv({ csv, format }: GenerateReportInput): null {
  if (csv) badRequest('input.csv', `is for CSV, not for ${format}`);
  return null;
}
