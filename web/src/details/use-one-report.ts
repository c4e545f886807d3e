import { useEffect, useState } from 'react';
import { isRefused, isSignedOut, type Report } from '../../../client/index.ts';
import { problemInWords } from '../problems.ts';
import type { Row } from '../history/rows.ts';
import type { Reports } from '../history/use-reports.ts';

export type OneReport =
  | { readonly state: 'reading' }
  | { readonly state: 'known'; readonly row: Row; readonly report: Report }
  /** Never there, or somebody else's: the API tells neither from the other. */
  | { readonly state: 'not-found' }
  | { readonly state: 'deleted' }
  | { readonly state: 'problem'; readonly problem: string };

/** One report by its id: the list's row when it is there, else watched by itself. */
export function useOneReport(reports: Reports, reportId: string): OneReport {
  const { rows, deleted, isOpen, client, explain } = reports;
  const listed = rows.find((row) => row.reportId === reportId);
  const isListed = listed !== undefined;
  const [watched, setWatched] = useState<OneReport>({ state: 'reading' });

  useEffect(() => {
    if (isListed || !isOpen) return;
    const leaving = new AbortController();
    const tell = (next: OneReport): void => {
      if (!leaving.signal.aborted) setWatched(next);
    };
    async function follow(): Promise<void> {
      const { signal } = leaving;
      try {
        if ((await client().get(reportId, { signal })) === null) {
          tell({ state: 'not-found' });
          return;
        }
        for await (const report of client().watch(reportId, { signal })) {
          tell({ state: 'known', report, row: rowOf(report) });
        }
      } catch (error) {
        if (signal.aborted) return;
        if (isSignedOut(error)) explain(error);
        const isNoId = isRefused(error) && error.errorType === 'BadRequest';
        tell(
          isNoId ? { state: 'not-found' } : { state: 'problem', problem: problemInWords(error) },
        );
      }
    }
    void follow();
    return () => leaving.abort();
  }, [isListed, isOpen, client, explain, reportId]);

  if (deleted.has(reportId)) return { state: 'deleted' };
  if (listed?.report) return { state: 'known', row: listed, report: listed.report };
  return isListed ? { state: 'reading' } : watched;
}

function rowOf(report: Report): Row {
  return {
    reportId: report.reportId,
    report,
    order: undefined,
    heardAtMs: Date.now(),
    isCancelling: false,
    problem: undefined,
    toldPercent: 0,
  };
}
