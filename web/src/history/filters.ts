import { describeRow } from './news.ts';
import type { Row } from './rows.ts';
import { standingOf, type Standing } from './status.ts';

/** A part of the list, as the address of the page says it. */
export interface Filters {
  readonly state: StateFilter | '';
  readonly kind: string;
  readonly text: string;
  /** From 1. */
  readonly page: number;
}

export type StateFilter = 'under-way' | 'ready' | 'failed' | 'cancelled' | 'expired';

export const STATE_FILTERS: readonly {
  readonly value: StateFilter;
  readonly label: string;
  readonly standings: readonly Standing[];
}[] = [
  {
    value: 'under-way',
    label: 'Under way',
    standings: ['sending', 'waiting', 'running', 'stopping'],
  },
  { value: 'ready', label: 'Ready', standings: ['ready', 'warned'] },
  { value: 'failed', label: 'Failed or not sent', standings: ['failed', 'unsent'] },
  { value: 'cancelled', label: 'Cancelled', standings: ['stopped'] },
  { value: 'expired', label: 'No longer kept', standings: ['gone'] },
];

const ID_CHARACTERS = 8;

export const NO_FILTERS: Filters = { state: '', kind: '', text: '', page: 1 };

/** Reads an address's query; what makes no sense there says nothing. */
export function readFilters(search: string): Filters {
  const query = new URLSearchParams(search);
  const state = STATE_FILTERS.find(({ value }) => value === query.get('state'));
  const page = Number(query.get('page') ?? 1);
  return {
    state: state?.value ?? '',
    kind: query.get('kind') ?? '',
    text: query.get('text') ?? '',
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
  };
}

/** The query for an address: empty for the whole list's first page. */
export function writeFilters({ state, kind, text, page }: Filters): string {
  const query = new URLSearchParams({
    ...(state ? { state } : {}),
    ...(kind ? { kind } : {}),
    ...(text ? { text } : {}),
    ...(page > 1 ? { page: String(page) } : {}),
  }).toString();
  return query && `?${query}`;
}

export function isFiltered({ state, kind, text }: Filters): boolean {
  return state !== '' || kind !== '' || text.trim() !== '';
}

/** The rows that match: the text is looked for in what a row is called and was asked. */
export function filterRows(rows: readonly Row[], filters: Filters, nowMs: number): readonly Row[] {
  if (!isFiltered(filters)) return rows;
  const { state, kind } = filters;
  const words = filters.text.toLowerCase().split(/\s+/).filter(Boolean);
  const standings = STATE_FILTERS.find(({ value }) => value === state)?.standings;
  return rows.filter((row) => {
    if (standings && !standings.includes(standingOf(row, nowMs))) return false;
    if (kind && kindOf(row) !== kind) return false;
    if (words.length === 0) return true;
    const { name, details } = describeRow(row);
    const text = `${name} ${details}`.toLowerCase();
    return words.every((word) => text.includes(word) || isIdOf(row, word));
  });
}

/** A few letters of an id are in many: only most of it is meant as one. */
function isIdOf({ reportId }: Row, word: string): boolean {
  return word.length >= ID_CHARACTERS && reportId.toLowerCase().includes(word);
}

/** The kind a row was asked as. */
export function kindOf({ report, order }: Row): string {
  return report?.kind ?? Object.keys(order?.definition ?? {})[0] ?? '';
}
