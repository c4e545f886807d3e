import type { Report } from '../../../client/index.ts';
import { definitionOf } from '../definition.ts';
import { choiceOf, type FileDraft } from './file-format.ts';
import { kindNamed, nameOf, ORDER_KINDS, pathOf, type OrderInput, type Path } from './inputs.ts';

/** The form as typed. Each kind keeps its own values while another is looked at. */
export interface OrderDraft extends FileDraft {
  readonly kind: string;
  readonly title: string;
  /** What is to make the rows; empty: what suits. */
  readonly engine: string;
  readonly values: Readonly<Record<Path, string>>;
}

/** A first order worth looking at: small, quick, and slow enough to be seen working. */
const SUGGESTED: Readonly<Record<Path, string>> = {
  'input.definition.sample.amountOfRows': '500',
  'input.definition.sample.delayMs': '5000',
};

/** The form at first sight. */
export function firstDraft(nowMs: number, timeZone: string): OrderDraft {
  const inputs = ORDER_KINDS.flatMap((kind) => kind.inputs);
  return {
    kind: ORDER_KINDS[0]?.name ?? '',
    title: '',
    engine: '',
    values: Object.fromEntries(inputs.map((input) => [pathOf(input), firstValue(input, nowMs)])),
    file: 'csv',
    delimiter: ',',
    gzip: false,
    timeZone,
  };
}

/** The form as it was for a report; undefined for a kind this page has no form for. */
export function draftOf(report: Report, base: OrderDraft): OrderDraft | undefined {
  const [kind = '', parameters = {}] = Object.entries(definitionOf(report))[0] ?? [];
  const inputs = kindNamed(kind)?.inputs;
  if (!inputs) return undefined;
  const values = inputs.map((input) => [pathOf(input), textAt(input, parameters as object)]);
  return {
    ...base,
    kind,
    title: report.title ?? '',
    engine: '',
    values: { ...base.values, ...(Object.fromEntries(values) as Record<Path, string>) },
    file: choiceOf(report),
    delimiter: report.csv?.delimiter ?? base.delimiter,
    gzip: report.gzip,
    timeZone: report.timeZone,
  };
}

function firstValue(input: OrderInput, nowMs: number): string {
  const { bounds, defaultValue, type } = input;
  const suggested = SUGGESTED[pathOf(input)];
  if (suggested !== undefined) return suggested;
  if (defaultValue !== undefined) return textOf(defaultValue);
  if (!input.isRequired) return '';
  if (type !== 'AWSDate') return bounds.min === undefined ? '' : String(bounds.min);
  const year = new Date(nowMs).getFullYear();
  return nameOf(input).startsWith('to')
    ? (bounds.lastDay ?? `${year}-12-31`)
    : (bounds.firstDay ?? `${year}-01-01`);
}

function textAt({ path }: OrderInput, parameters: object): string {
  let value: unknown = parameters;
  for (const name of path.slice(3)) value = (value as Record<string, unknown> | null)?.[name];
  return textOf(value);
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
