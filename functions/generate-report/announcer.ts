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
  progressed(attempt: Attempt, progress: ReportProgressInput): Promise<Progressed>;
  ready(attempt: Attempt, outcome: Outcome): Promise<Ready>;
}

export type Attempt = Readonly<Pick<Report, 'owner' | 'reportId' | 'attempt'>>;

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
