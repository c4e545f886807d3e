import { useEffect } from 'react';
import { formatCount } from '../format.ts';
import { listPath, navigate } from '../use-route.ts';
import { NoReports } from './NoReports.tsx';
import { FilterBar } from './FilterBar.tsx';
import {
  filterRows,
  isFiltered,
  kindOf,
  NO_FILTERS,
  readFilters,
  writeFilters,
  type Filters,
} from './filters.ts';
import { Pager } from './Pager.tsx';
import { holdBack, PAGE_ROWS, pageOf } from './pages.ts';
import type { RowHandlers } from './ReportActions.tsx';
import { ReportTable } from './ReportTable.tsx';
import { useAway, useKnown } from './use-away.ts';
import type { Reports } from './use-reports.ts';

interface HistoryProps extends RowHandlers {
  readonly reports: Reports;
  /** The query of the address: which part of the list is looked at. */
  readonly search: string;
  readonly unseen: ReadonlySet<string>;
  readonly nowMs: number;
}

/** All of the reader's reports, newest first, a page at a time; says so when there are none or they cannot be read. */
export function History({ reports, search, unseen, nowMs, ...handlers }: HistoryProps) {
  const { rows, hasRead, problem, hasOlder, readOlder } = reports;
  const filters = readFilters(search);
  const filtered = isFiltered(filters);
  const { ref, isAway } = useAway<HTMLParagraphElement>();
  const known = useKnown(
    rows.map(({ reportId }) => reportId),
    isAway || filters.page > 1,
  );
  const { shown, held } = holdBack(rows, known);
  const matching = filterRows(shown, filters, nowMs);
  const { rows: onPage, page, pages } = pageOf(matching, filters.page);

  // Older ones are read when this page has room for them, or to be searched.
  const wantsOlder = hasOlder && (filtered || matching.length < filters.page * PAGE_ROWS);
  useEffect(() => {
    if (wantsOlder) void readOlder();
  }, [wantsOlder, readOlder, rows.length]);

  function change(changes: Partial<Filters>, options?: { replace?: boolean }): void {
    navigate(listPath(writeFilters({ ...filters, page: 1, ...changes })), options);
  }

  function showNewest(): void {
    if (filters.page > 1) change({ page: 1 });
    ref.current?.scrollIntoView({ block: 'center' });
    ref.current?.closest<HTMLElement>('[data-home="list"]')?.focus({ preventScroll: true });
  }

  const hasAny = rows.length > 0;
  return (
    <>
      {problem && (
        <p className="notice" role="alert">
          {problem} {hasAny && 'What is shown may be old.'}
        </p>
      )}
      {(hasAny || filtered) && (
        <FilterBar filters={filters} kinds={new Set(rows.map(kindOf))} onChange={change} />
      )}
      <p className="count" ref={ref}>
        {hasAny && countInWords(matching.length, filtered, hasOlder)}
        {filtered && (
          <button type="button" className="link" onClick={() => change(NO_FILTERS)}>
            Clear filters
          </button>
        )}
      </p>
      <div className="held">
        {held.length > 0 && (
          <button type="button" onClick={showNewest}>
            {formatCount(held.length, 'new report')}
          </button>
        )}
      </div>
      {onPage.length > 0 && (
        <ReportTable rows={onPage} unseen={unseen} nowMs={nowMs} {...handlers} />
      )}
      {onPage.length === 0 && (
        <NoReports
          why={
            filtered && hasAny
              ? wantsOlder
                ? 'searching'
                : 'no-match'
              : hasRead
                ? 'none'
                : 'reading'
          }
          isHidden={problem !== undefined && !hasRead}
        />
      )}
      <Pager page={page} pages={pages} hasMore={hasOlder} onPage={(to) => change({ page: to })} />
    </>
  );
}

function countInWords(count: number, filtered: boolean, hasOlder: boolean): string {
  const more = hasOlder ? ', older ones are read as you go' : '';
  return filtered
    ? `${formatCount(count, 'report')} found`
    : `${formatCount(count, 'report')}${more}`;
}
