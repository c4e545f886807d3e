import { malformedQuery } from '../errors.ts';
import { isToken, placeOf, stringValue, type Token } from './lexer.ts';

export type UnloadFormat = 'PARQUET' | 'TEXTFILE' | 'JSON';
export type UnloadCompression = 'NONE' | 'GZIP' | 'SNAPPY' | 'ZSTD';

export interface UnloadOptions {
  /** `s3://bucket/folder/`, as it was written. */
  readonly destination: string;
  readonly format: UnloadFormat;
  readonly compression: UnloadCompression;
  /** Between the columns of a TEXTFILE. */
  readonly fieldDelimiter: string;
}

interface ParsedUnload {
  readonly query: string;
  readonly queryAt: number;
  readonly unload: UnloadOptions;
}

// documented: https://docs.aws.amazon.com/athena/latest/ug/unload.html (the statement, its properties and their defaults)
const FORMATS = ['PARQUET', 'TEXTFILE', 'JSON', 'ORC', 'AVRO'];
const HERE: readonly UnloadFormat[] = ['PARQUET', 'TEXTFILE', 'JSON'];
const DEFAULT_DELIMITER = '\u0001';
// documented: https://docs.aws.amazon.com/athena/latest/ug/compression-support-hive.html (what each format may have)
const COMPRESSIONS: Readonly<Record<UnloadFormat, readonly UnloadCompression[]>> = {
  PARQUET: ['NONE', 'GZIP', 'SNAPPY', 'ZSTD'],
  TEXTFILE: ['NONE', 'GZIP', 'ZSTD'],
  JSON: ['NONE', 'GZIP', 'ZSTD'],
};

/** Reads `UNLOAD (query) TO 'location' WITH (property = 'value', ...)`. Throws the refusal of StartQueryExecution. */
export function parseUnload(text: string, tokens: readonly Token[]): ParsedUnload {
  let next = 1;
  const expect = (word: string): Token => {
    const token = tokens[next++];
    if (!token || !isToken(token, word)) throw unexpected(token, `'${word}'`);
    return token;
  };
  const string = (): string => {
    const token = tokens[next++];
    if (token?.kind !== 'string') throw unexpected(token, 'a string');
    return stringValue(token.text);
  };
  const open = expect('(');
  const close = closing(next - 1);
  next = close + 1;
  expect('TO');
  const destination = string();
  expect('WITH');
  expect('(');
  const properties: Record<string, string> = {};
  do {
    const name = tokens[next++];
    if (name?.kind !== 'word') throw unexpected(name, 'a property');
    expect('=');
    properties[name.text.toLowerCase()] = string();
  } while (isToken(tokens[next], ',') && next++ > 0);
  expect(')');
  if (tokens[next]) throw unexpected(tokens[next], 'the end');
  const queryAt = open.at + 1;
  const query = text.slice(queryAt, tokens[close]?.at);
  return { query, queryAt, unload: { destination, ...readProperties(properties) } };

  function closing(from: number): number {
    let depth = 0;
    for (let index = from; index < tokens.length; index++) {
      if (isToken(tokens[index], '(')) depth++;
      if (isToken(tokens[index], ')') && --depth === 0) return index;
    }
    throw unexpected(undefined, "')'");
  }

  function unexpected(token: Token | undefined, expected: string): Error {
    const at = token?.at ?? text.length;
    const found = token?.text ?? '<EOF>';
    return malformedQuery(
      `${placeOf(text, at)}: mismatched input '${found}'. Expecting: ${expected}`,
    );
  }
}

function readProperties(properties: Record<string, string>): Omit<UnloadOptions, 'destination'> {
  const { format, compression, field_delimiter: fieldDelimiter, ...others } = properties;
  const [other] = Object.keys(others);
  if (other !== undefined) {
    throw malformedQuery(
      `The local Athena does not have the UNLOAD property ${other}: it has format, compression and field_delimiter.`,
    );
  }
  if (format === undefined) throw malformedQuery('UNLOAD needs the property format.');
  const wanted = format.toUpperCase();
  const known = HERE.find((each) => each === wanted);
  if (!known) {
    const where = FORMATS.includes(wanted) ? 'The local Athena' : 'Athena';
    throw malformedQuery(
      `${where} does not have the UNLOAD format ${format}. There is: ${HERE.join(', ')}.`,
    );
  }
  // documented: https://docs.aws.amazon.com/athena/latest/ug/compression-formats.html (gzip for Parquet and texts when nothing is said)
  const chosen = (compression ?? 'GZIP').toUpperCase();
  const method = COMPRESSIONS[known].find((each) => each === chosen);
  if (!method) {
    throw malformedQuery(
      `${known} cannot be compressed by ${compression}. There is: ${COMPRESSIONS[known].join(', ')}.`,
    );
  }
  if (fieldDelimiter !== undefined && known !== 'TEXTFILE') {
    throw malformedQuery(`field_delimiter is for the format TEXTFILE, not ${known}.`);
  }
  if (fieldDelimiter !== undefined && fieldDelimiter.length !== 1) {
    throw malformedQuery('field_delimiter must be a single character.');
  }
  return {
    format: known,
    compression: method,
    fieldDelimiter: fieldDelimiter ?? DEFAULT_DELIMITER,
  };
}
