import type {
  ReportProgressedMutation,
  ReportReadyMutation,
  ReportReadyMutationVariables,
  ReportStartedMutation,
  ReportStartedMutationVariables,
  TypedDocumentString,
} from '../../schema/generated/documents.ts';
import {
  ReportProgressedDocument,
  ReportReadyDocument,
  ReportStartedDocument,
} from '../../schema/generated/documents.ts';
import type { ReportProgressInput } from '../../schema/generated/types.ts';

/** Posts a GraphQL request body and resolves with the response's status and text. */
export type PostGraphql = (body: string) => Promise<{ status: number; text: string }>;

/** A GraphQL error of the API. */
export class AnnounceError extends Error {
  /** The first error's `errorType`; null when AppSync gave none. */
  readonly errorType: string | null;

  constructor(message: string, errorType: string | null) {
    super(message);
    this.name = 'AnnounceError';
    this.errorType = errorType;
  }
}

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

export interface Attempt {
  readonly owner: string;
  readonly reportId: string;
  readonly attempt: number;
}

export type Outcome = Pick<ReportReadyMutationVariables, 'status' | 'result' | 'error'>;

const TRIES = 4;
const FIRST_PAUSE_MS = 200;

/** An announcer that repeats a call on network failures, throttling and 5xx: every mutation may be repeated. */
export function createAnnouncer(
  post: PostGraphql,
  sleep: (milliseconds: number) => Promise<unknown>,
): Announcer {
  return {
    started: async (claim) => present((await send(ReportStartedDocument, claim)).reportStarted),
    progressed: async (attempt, progress) =>
      present((await send(ReportProgressedDocument, { ...attempt, progress })).reportProgressed),
    ready: async (attempt, outcome) =>
      present((await send(ReportReadyDocument, { ...attempt, ...outcome })).reportReady),
  };

  async function send<R, V>(document: TypedDocumentString<R, V>, variables: V): Promise<R> {
    const body = JSON.stringify({ query: document.toString(), variables });
    const { status, text } = await postWithRetries(body);
    const answer = parseAnswer<R>(status, text);
    const [error] = answer.errors ?? [];
    if (error) throw new AnnounceError(error.message, error.errorType ?? null);
    if (!answer.data) throw new AnnounceError(`AppSync answered ${status} without data`, null);
    return answer.data;
  }

  async function postWithRetries(body: string): Promise<{ status: number; text: string }> {
    for (let attempt = 1; ; attempt++) {
      const answer = await post(body).catch((error: unknown) => error as Error);
      const passing = answer instanceof Error || answer.status === 429 || answer.status >= 500;
      if (!passing) return answer;
      if (attempt === TRIES) {
        if (answer instanceof Error) throw answer;
        return answer;
      }
      await sleep(FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + Math.random()));
    }
  }
}

function parseAnswer<R>(
  status: number,
  text: string,
): { data?: R | null; errors?: { message: string; errorType?: string | null }[] } {
  try {
    return JSON.parse(text) as ReturnType<typeof parseAnswer<R>>;
  } catch {
    throw new AnnounceError(`AppSync answered ${status} and not JSON`, null);
  }
}

function present<T>(report: T | null): T {
  if (report === null) throw new AnnounceError('AppSync answered without a report', null);
  return report;
}
