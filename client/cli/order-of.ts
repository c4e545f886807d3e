import type { ListQuery, ReportFormat, ReportOrder } from '../types.ts';
import { written, type InputOption, type Kind } from './catalogue.ts';
import { wrong } from './values.ts';

/** What was written, by the schema's path. */
export type Given = ReadonlyMap<InputOption, unknown>;

/** An order for a kind; `output` tells the form of the file where no option does. Throws `CliError` for what lacks. */
export function orderOf(kind: Kind, given: Given, formats: Formats, output?: string): ReportOrder {
  const missing = kind.parameters.filter((option) => option.isRequired && !given.has(option));
  if (missing.length > 0) {
    const needs = missing.map((option) => `${written(option)} (${withoutStop(option.doc)})`);
    throw wrong(`${kind.name} needs ${needs.join(' and ')}`);
  }
  // A kind without parameters, or with none given, is asked for all the same.
  const input: Tree = { definition: { [kind.field]: {} } };
  for (const [{ path }, value] of given) put(input, path.slice(1), value);
  const named = formOfFile(output ?? '', formats);
  input.format ??= named.format;
  if (named.gzip) input.gzip ??= true;
  const csvOption = [...given.keys()].find(({ path }) => path[1] === 'csv');
  const format = input.format as ReportFormat | undefined;
  if (csvOption && format !== undefined && format !== 'CSV') {
    throw wrong(`${written(csvOption)} is for csv, not for ${format.toLowerCase()}`);
  }
  return JSON.parse(JSON.stringify(input)) as ReportOrder;
}

/** The arguments of a list. */
export function listQueryOf(given: Given): ListQuery {
  const query: Tree = {};
  for (const [{ path }, value] of given) put(query, path, value);
  return query;
}

/** The formats there are, as the schema writes them. */
export type Formats = readonly string[];

/** What the name of a file says about how it is to be written; undefined where it says nothing. */
export function formOfFile(
  path: string,
  formats: Formats,
): { format: ReportFormat | undefined; gzip: boolean } {
  const inner = path.replace(/\.gz$/i, '');
  const [, extension = ''] = /\.([^./\\]+)$/.exec(inner) ?? [];
  const named = extension.toUpperCase();
  return {
    format: formats.find((known) => known === named) as ReportFormat | undefined,
    gzip: inner !== path,
  };
}

interface Tree {
  [name: string]: unknown;
}

function put(tree: Tree, path: readonly string[], value: unknown): void {
  const [name = '', ...rest] = path;
  if (rest.length === 0) tree[name] = value;
  else put((tree[name] ??= {}) as Tree, rest, value);
}

const withoutStop = (sentence: string): string => sentence.replace(/\.$/, '');
