import { util } from '@aws-appsync/utils';
import type { Slots } from './slots.ts';
import type { StoredReport } from './stored-report.ts';

/** What the steps of `generateReport` tell each other. */
export interface OrderStash {
  /** The row to store. */
  report: StoredReport;
  /** The row an equal request has stored before. */
  earlier?: StoredReport;
  hasSlot?: boolean;
  /** The owner's row when it seemed full. */
  slots?: Slots;
  /** The ids of the owner's reports that really are under way. */
  active?: string[];
  /** Those of them that are of the lane for large reports. */
  activeLarge?: string[];
}

/** Ends the request when the id was used for a report that differs from this one. */
export function requireSameOrder(stored: StoredReport, wanted: StoredReport): void {
  if (stored.fingerprint === wanted.fingerprint) return;
  util.error(
    `input.reportId: ${stored.reportId} was already used for another report; make a new id`,
    'IdempotentParameterMismatch',
    null,
    { field: 'input.reportId' },
  );
}
