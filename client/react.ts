import { useMemo, useSyncExternalStore } from 'react';
import type { ReportsClient } from './client.ts';
import {
  createReportListStore,
  createReportStore,
  type ReportsView,
  type ReportView,
  type Store,
} from './report-store.ts';

export type { ReportsView, ReportView } from './report-store.ts';

/** One report, kept up to date while mounted. Without an id, as before the first order, there is nothing to see. */
export function useReport(
  client: Pick<ReportsClient, 'watch'>,
  reportId: string | undefined,
): ReportView {
  return useStore(useMemo(() => createReportStore(client, reportId), [client, reportId]));
}

/** The caller's newest reports, newest first, kept up to date while mounted; 50 are read unless `first` says else. */
export function useReports(
  client: Pick<ReportsClient, 'watchAll'>,
  { first }: { readonly first?: number } = {},
): ReportsView {
  return useStore(useMemo(() => createReportListStore(client, first), [client, first]));
}

function useStore<View>({ subscribe, getView }: Store<View>): View {
  // On a server nothing is read: the page shows what is there before the first answer.
  return useSyncExternalStore(subscribe, getView, getView);
}
