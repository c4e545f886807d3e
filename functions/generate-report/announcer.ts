import type {
  ReportProgressedMutation,
  ReportReadyMutation,
  ReportReadyMutationVariables,
  ReportStartedMutation,
  ReportStartedMutationVariables,
} from '../../schema/generated/documents.ts';
import {
  ReportProgressedDocument,
  ReportReadyDocument,
  ReportStartedDocument,
} from '../../schema/generated/documents.ts';
import type { Report, ReportProgressInput } from '../../schema/generated/types.ts';
import { present, type SendDocument } from '../lib/graphql-api.ts';

type Started = NonNullable<ReportStartedMutation['reportStarted']>;
type Progressed = NonNullable<ReportProgressedMutation['reportProgressed']>;
type Ready = NonNullable<ReportReadyMutation['reportReady']>;

/** Tells the API how a report fares; each call is a mutation signed with the function's role. */
export interface Announcer {
  /** Claims the report as a new attempt; rejects with `AlreadyClaimed`, `AlreadyFinished` or `NotFound`. */
  started(claim: ReportStartedMutationVariables): Promise<Started>;
  /** Renews the lease; the answer says whether to stop. Rejects when the attempt does not hold the report. */
  progressed(attempt: Attempt, progress: ReportProgressInput): Promise<Progressed>;
  /** Ends the report; rejects when the attempt does not hold it, or when it was cancelled before it succeeded. */
  ready(attempt: Attempt, outcome: Outcome): Promise<Ready>;
}

/** Whose write it is: the API refuses those of an attempt that no longer holds the report. */
export type Attempt = Readonly<Pick<Report, 'owner' | 'reportId' | 'attempt'>>;

/** How a report ends: SUCCEEDED with a result, FAILED with an error, or CANCELLED with neither. */
export type Outcome = Pick<ReportReadyMutationVariables, 'status' | 'result' | 'error'>;

/** An announcer over a sender that repeats calls: every one of these mutations may be repeated. */
export function createAnnouncer(send: SendDocument): Announcer {
  return {
    started: async (claim) => present((await send(ReportStartedDocument, claim)).reportStarted),
    progressed: async (attempt, progress) =>
      present((await send(ReportProgressedDocument, { ...attempt, progress })).reportProgressed),
    ready: async (attempt, outcome) =>
      present((await send(ReportReadyDocument, { ...attempt, ...outcome })).reportReady),
  };
}
