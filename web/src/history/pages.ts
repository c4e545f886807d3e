/** Rows of a page: two screens of a desk, and few enough to be drawn in no time. */
export const PAGE_ROWS = 20;

export interface PageOfRows<Row> {
  readonly rows: readonly Row[];
  /** The page that is shown: never behind the last one. */
  readonly page: number;
  readonly pages: number;
}

/** One page of a list. */
export function pageOf<Row>(all: readonly Row[], page: number): PageOfRows<Row> {
  const pages = Math.max(1, Math.ceil(all.length / PAGE_ROWS));
  const shown = Math.min(page, pages);
  return { rows: all.slice((shown - 1) * PAGE_ROWS, shown * PAGE_ROWS), page: shown, pages };
}

interface Held {
  readonly reportId: string;
  /** What the reader ordered on this page is never held back. */
  readonly order?: object | undefined;
}

/** Parts a list in what was there when the reader went away from its top, and what has come on top since. */
export function holdBack<Row extends Held>(
  rows: readonly Row[],
  known: ReadonlySet<string>,
): { readonly shown: readonly Row[]; readonly held: readonly Row[] } {
  const top = rows.findIndex(({ reportId }) => known.has(reportId));
  const held = top <= 0 ? [] : rows.slice(0, top).filter(({ order }) => order === undefined);
  return { shown: held.length === 0 ? rows : rows.filter((row) => !held.includes(row)), held };
}
