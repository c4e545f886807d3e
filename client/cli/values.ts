import { written, type InputOption } from './catalogue.ts';
import { CliError } from './cli-error.ts';

const MAX_INT = 2 ** 31 - 1;

/** What a text must be to be an input of a type; undefined when it is not. */
const READERS: Readonly<Record<string, { readonly must: string; read(text: string): unknown }>> = {
  Int: {
    must: 'a whole number',
    read: (text) =>
      /^-?\d+$/.test(text) && Math.abs(Number(text)) <= MAX_INT ? Number(text) : undefined,
  },
  Float: {
    must: 'a number',
    read: (text) => (text !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined),
  },
  AWSDate: {
    must: 'a day as YYYY-MM-DD',
    read: (text) => (/^\d{4}-\d\d-\d\d$/.test(text) && isInCalendar(text) ? text : undefined),
  },
};

/** Inputs whose text is more than its type says, by the schema's name. Ranges are the server's to judge: only it knows today's. */
const SPECIAL_READERS: typeof READERS = {
  // The server learns only while it writes the file that there is no such zone.
  timeZone: { must: 'an IANA time zone, for example Europe/Berlin', read: knownTimeZone },
  // A tab is hard to type.
  delimiter: {
    must: 'a character',
    read: (text) => (text === 'tab' || text === '\\t' ? '\t' : text),
  },
  // In the capitals the server wants.
  state: {
    must: 'a US state as two letters, for example CA',
    read: (text) => (/^[a-z]{2}$/i.test(text) ? text.toUpperCase() : undefined),
  },
};

/** A mistake on the command line, with the way to the help. */
export function wrong(message: string, cause?: unknown): CliError {
  return new CliError(`${message}. --help tells the commands and options.`, { cause });
}

/** The value of an option, as the schema types it; throws `CliError` naming the option and what it must be. */
export function readValue(option: InputOption, text: string): unknown {
  const { type, values, path } = option;
  if (values) return oneOf(written(option), values, text);
  const reader = SPECIAL_READERS[path.at(-1) ?? ''] ?? READERS[type];
  if (!reader) return text;
  const value = reader.read(text);
  if (value !== undefined) return value;
  throw wrong(`${written(option)} must be ${reader.must}, not ${text || 'empty'}`);
}

/** One of an enum's values, in any case. */
function oneOf(option: string, values: readonly string[], text: string): string {
  const wanted = text.toUpperCase();
  if (values.includes(wanted)) return wanted;
  const known = values.join(', ').toLowerCase();
  throw wrong(`${option} must be one of ${known}, not ${text || 'empty'}`);
}

/** Date takes 30 February for 2 March, and tells it on the way back. */
function isInCalendar(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function knownTimeZone(text: string): string | undefined {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: text });
    return text;
  } catch {
    return undefined; // a RangeError: this machine knows no such zone
  }
}
