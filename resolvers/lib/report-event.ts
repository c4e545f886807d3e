import type { PutEventsRequest } from '@aws-appsync/utils';
import type { StoredReport } from './stored-report.ts';

/** Whose events they are, on a bus of many. */
export const EVENT_SOURCE = 'appsync-reports';

/** What ends a report's life, and what its event is called. Contract: docs/events.md. */
const DETAIL_TYPES: Record<string, string> = {
  SUCCEEDED: 'Report Succeeded',
  FAILED: 'Report Failed',
  CANCELLED: 'Report Cancelled',
  EXPIRED: 'Report Expired',
  DELETED: 'Report Deleted',
};

/**
 * Puts the event of a report's state; never its link, its parameters or its title. Whoever gets an event twice knows it
 * by `eventId`: ids of reports are their owners' choice, so the owner is part of it.
 */
export function putReportEvent(report: StoredReport, status: string): PutEventsRequest {
  const { owner, reportId, version, result, error } = report;
  return {
    operation: 'PutEvents',
    events: [
      {
        source: EVENT_SOURCE,
        detailType: `${DETAIL_TYPES[status]}`,
        detail: {
          schemaVersion: 1,
          eventId: `${owner}/${reportId}/${status}/${version}`,
          reportId,
          owner,
          kind: report.kind,
          format: report.format,
          gzip: report.gzip,
          status,
          version,
          attempt: report.attempt,
          createdAt: report.createdAt,
          startedAt: report.startedAt ?? null,
          finishedAt: report.finishedAt ?? null,
          expiresAt: report.expiresAt ?? null,
          rows: result ? result.rowCount : null,
          bytes: result ? result.byteSize : null,
          sha256: result?.sha256 ?? null,
          code: error ? error.code : null,
          retryable: error ? error.retryable : null,
        },
      },
    ],
  };
}
