import type { CsvDialect, ReportFormat, ReportStatus } from '../types.ts';
import { CliError } from './cli-error.ts';

const STATUSES = [
  'QUEUED',
  'RUNNING',
  'CANCELLING',
  'SUCCEEDED',
  'FAILED',
  'CANCELLED',
  'EXPIRED',
] as const satisfies ReportStatus[];
const FORMATS = ['CSV', 'JSONL', 'XLSX', 'PDF', 'PARQUET'] as const satisfies ReportFormat[];
const DIALECTS = ['RFC4180', 'EXCEL'] as const satisfies CsvDialect[];
const MAX_INT = 2 ** 31 - 1;

/** A mistake on the command line, with the way to the help. */
export function wrong(message: string, cause?: unknown): CliError {
  return new CliError(`${message}. --help tells the commands and options.`, { cause });
}

/** The value of an option `command` cannot do without. */
export function required(command: string, option: string, value: string | undefined): string {
  if (value === undefined) throw wrong(`${command} needs ${option}`);
  return value;
}

/** A whole number that fits GraphQL's Int. Ranges are the server's to judge: only it knows today's. */
export function whole(option: string, text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= MAX_INT) return value;
  throw wrong(`${option} must be a whole number, not ${text}`);
}

/** A day that is in the calendar. */
export function day(option: string, text: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(text) && isInCalendar(text)) return text;
  throw wrong(`${option} must be a day as YYYY-MM-DD, not ${text}`);
}

/** Date takes 30 February for 2 March, and tells it on the way back. */
function isInCalendar(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** Two letters, in the capitals the server wants. */
export function state(text: string): string {
  if (/^[a-z]{2}$/i.test(text)) return text.toUpperCase();
  throw wrong(`--state must be a US state as two letters, for example CA, not ${text || 'empty'}`);
}

/** A time zone this machine knows: the server learns only while it writes the file that there is no such zone. */
export function timeZone(text: string): string {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: text });
    return text;
  } catch (cause) {
    const example = 'for example Europe/Berlin';
    throw wrong(`--time-zone must be an IANA time zone, ${example}, not ${text || 'empty'}`, cause);
  }
}

/** The character between fields; a tab may be written as the word, as it is hard to type. */
export function delimiter(text: string): string {
  return text === 'tab' || text === '\\t' ? '\t' : text;
}

/** A status in any case. */
export const status = (text: string): ReportStatus => oneOf('--status', STATUSES, text);

/** A format in any case. */
export const format = (text: string): ReportFormat => oneOf('--format', FORMATS, text);

/** A CSV dialect in any case. */
export const csvDialect = (text: string): CsvDialect => oneOf('--csv-dialect', DIALECTS, text);

/** What the name of a file says about how it is to be written; undefined where it says nothing. */
export function formOfFile(path: string): { format: ReportFormat | undefined; gzip: boolean } {
  const inner = path.replace(/\.gz$/i, '');
  const [, extension = ''] = /\.([^./\\]+)$/.exec(inner) ?? [];
  const named = extension.toUpperCase();
  return { format: FORMATS.find((known) => known === named), gzip: inner !== path };
}

function oneOf<Value extends string>(
  option: string,
  values: readonly Value[],
  text: string,
): Value {
  const wanted = text.toUpperCase();
  const found = values.find((value) => value === wanted);
  if (found !== undefined) return found;
  const known = values.join(', ').toLowerCase();
  throw wrong(`${option} must be one of ${known}, not ${text || 'empty'}`);
}
