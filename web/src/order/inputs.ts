import {
  MAX_TITLE_CHARACTERS,
  ORDER_FORMATS,
  ORDER_KINDS,
  type EnumValue,
  type OrderInput,
  type OrderKind,
} from '../../../schema/generated/order-inputs.ts';

export type { EnumValue, OrderInput, OrderKind };
export { MAX_TITLE_CHARACTERS, ORDER_FORMATS, ORDER_KINDS };

/** An input as refusals name it: `input.definition.sample.amountOfRows`. */
export type Path = string;

/** What is wrong, input by input, in words. */
export type FieldProblems = Readonly<Record<Path, string>>;

export const TITLE = 'input.title';
export const FORMAT = 'input.format';
export const DELIMITER = 'input.csv.delimiter';
export const GZIP = 'input.gzip';
export const TIME_ZONE = 'input.timeZone';
export const ENGINE = 'input.engine';

/** What the form shows as one choice: the format. */
const FORMAT_PATHS: ReadonlySet<Path> = new Set([FORMAT, 'input.csv', 'input.csv.dialect']);
const FILE_PATHS: ReadonlySet<Path> = new Set([TITLE, DELIMITER, GZIP, TIME_ZONE, ENGINE]);

export const pathOf = ({ path }: OrderInput): Path => path.join('.');

export function nameOf({ path }: OrderInput): string {
  return path.at(-1) ?? '';
}

/** The kind of this name; undefined when the schema this page was built with has none. */
export function kindNamed(name: string): OrderKind | undefined {
  return ORDER_KINDS.find((kind) => kind.name === name);
}

/** What can make the rows of a kind, where there is a choice. */
export function enginesOf(kind: string): readonly string[] {
  return kindNamed(kind)?.engines ?? [];
}

/** Where the form shows what the API says of `field`; undefined when it does not have it. */
export function fieldAt(field: string): Path | undefined {
  if (FORMAT_PATHS.has(field)) return FORMAT;
  if (FILE_PATHS.has(field)) return field;
  const all = ORDER_KINDS.flatMap(({ inputs }) => inputs);
  return all.some((input) => pathOf(input) === field) ? field : undefined;
}
