import type { ReportKey } from '../lib/report-files.ts';

/** What an invocation is for: the index of what is due, or one report whose invocation has failed. */
export type RecoveryEvent =
  | { readonly kind: 'scheduled' }
  | {
      readonly kind: 'failed';
      readonly key: ReportKey;
      readonly invocationId: string;
      /** `RetriesExhausted` or `EventAgeExceeded`. */
      readonly condition: string;
    };

/**
 * Reads a schedule's event, or the record Lambda writes when the generator has failed for one.
 * documented: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export function parseRecoveryEvent(event: unknown): RecoveryEvent {
  const { requestContext, requestPayload } = (event ?? {}) as {
    requestContext?: { requestId?: unknown; condition?: unknown };
    requestPayload?: (Partial<ReportKey> & { readonly source?: unknown }) | null;
  };
  if (requestContext === undefined) return { kind: 'scheduled' };
  // It was of Athena's word that a query has ended, which names no report: whichever waits for it is due before long.
  if (requestPayload?.source === 'aws.athena') return { kind: 'scheduled' };
  const { owner, reportId } = requestPayload ?? {};
  const { requestId, condition } = requestContext;
  if (typeof owner !== 'string' || typeof reportId !== 'string' || typeof requestId !== 'string') {
    throw new TypeError('The record must be of an invocation with { owner, reportId }.');
  }
  return {
    kind: 'failed',
    key: { owner, reportId },
    invocationId: requestId,
    condition: String(condition),
  };
}
