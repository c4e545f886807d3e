import type { LocalCloud } from '../../local/index.ts';
import * as documents from '../../schema/generated/documents.ts';
import { DEMO_USER } from './cloud.ts';
import { postRaw, type RawAnswer } from './graphql-request.ts';
import { subscribeRaw, type RawSubscription } from './raw-subscription.ts';
import { signInWithAmplify } from './users.ts';

export type ReadReport = NonNullable<documents.GetReportQuery['getReport']>;

/** Somebody with a token: what AppSync answers them, unfolded by no client. */
export interface Person {
  readonly token: string;
  /** The Cognito `sub`: the owner of their reports. */
  readonly sub: string;
  call(document: unknown, variables: object): Promise<RawAnswer>;
  /** Orders a report: 10 sample rows unless told otherwise. */
  order(reportId: string, input?: object): Promise<RawAnswer>;
  read(reportId: string): Promise<ReadReport | null>;
  /** Reads the report every 50 ms until it is as wanted; rejects after `timeoutMs`. */
  until(
    reportId: string,
    holds: (report: ReadReport) => boolean,
    timeoutMs?: number,
  ): Promise<ReadReport>;
  subscribe(document: unknown, reportId?: string): Promise<RawSubscription>;
}

const READ_EVERY_MS = 50;
const GIVE_UP_MS = 60_000;

/** Signs in with Amplify, which must be configured for the cloud. */
export async function signInPerson(
  { apiOrigin }: Pick<LocalCloud, 'apiOrigin'>,
  { username, password } = DEMO_USER,
): Promise<Person> {
  return personWith(apiOrigin, await signInWithAmplify(username, password));
}

/** A person by their access token. */
export function personWith(apiOrigin: string, token: string): Person {
  const [, claims = ''] = token.split('.');
  const { sub } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { sub: string };
  const call = (document: unknown, variables: object): Promise<RawAnswer> => {
    const body = JSON.stringify({ query: String(document), variables });
    return postRaw(apiOrigin, body, { authorization: token });
  };
  const read = async (reportId: string): Promise<ReadReport | null> => {
    const { body } = await call(documents.GetReportDocument, { reportId });
    return (body.data as documents.GetReportQuery | null | undefined)?.getReport ?? null;
  };
  return {
    token,
    sub,
    call,
    read,
    order(reportId, input = {}) {
      const definition = { sample: { amountOfRows: 10 } };
      return call(documents.GenerateReportDocument, { input: { reportId, definition, ...input } });
    },
    async until(reportId, holds, timeoutMs = GIVE_UP_MS) {
      let report: ReadReport | null = null;
      for (const end = performance.now() + timeoutMs; performance.now() < end;) {
        report = await read(reportId);
        if (report && holds(report)) return report;
        await new Promise((resolve) => setTimeout(resolve, READ_EVERY_MS));
      }
      throw new Error(
        `report ${reportId} did not come to that; it is ${report?.status ?? 'absent'}`,
      );
    },
    subscribe: (document, reportId) =>
      subscribeRaw(apiOrigin, document, reportId === undefined ? {} : { reportId }, token),
  };
}
