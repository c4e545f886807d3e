import { tmpdir } from 'node:os';
import type { CloudOptions, LocalCloud } from '../../local/index.ts';
import { readFunctions } from '../../local/runtime/functions.ts';
import * as documents from '../../schema/generated/documents.ts';
import { configureAmplify } from './amplify.ts';
import { APPS, type TestApp } from './apps.ts';
import { DEMO_USER, ROOT_CREDENTIALS, startTestCloud } from './cloud.ts';
import { postRaw, signedHeaders, type RawAnswer } from './graphql-request.ts';
import { createShiftedClock, type ShiftedClock } from './shifted-clock.ts';
import { signInWithAmplify } from './users.ts';

export const RESULT = {
  rowCount: 10,
  byteSize: 250,
  sha256: 'ab',
  engine: 'NODE',
  contentType: 'text/csv',
  columns: [{ name: 'Date', type: 'DATE' }],
  warnings: [],
  objectKey: 'reports/x/1.csv',
};
export const ERROR = { code: 'INTERNAL', message: 'm', retryable: true, action: 'a' };

/** A cloud whose rows are the test's alone: its generator and its recovery are switched off. */
export interface RowsBed extends AsyncDisposable {
  readonly cloud: LocalCloud;
  readonly clock: ShiftedClock;
  /** The demo user's `sub`. */
  readonly owner: string;
  /** Orders a report as the demo user; resolves with its id. */
  order(input?: object): Promise<string>;
  asOwner(document: unknown, variables: object): Promise<RawAnswer>;
  /** Signed with the account's own keys, for the demo user's reports. */
  asRole(document: unknown, variables: object): Promise<RawAnswer>;
}

export async function startRowsBed(
  app: TestApp = APPS.reports,
  options: Partial<CloudOptions> = {},
): Promise<RowsBed> {
  const clock = createShiftedClock();
  const cloud = await startTestCloud(app, { clock, ...options });
  // A reserved concurrency of 0 is Lambda's own way to stop a function.
  for (const config of readFunctions(cloud.stack, tmpdir())) {
    if (!isSmall(config.timeoutMs)) {
      cloud.services.lambda.createFunction({ ...config, reservedConcurrency: 0 });
    }
  }
  configureAmplify(cloud);
  const token = await signInWithAmplify(DEMO_USER.username, DEMO_USER.password);
  const [, claims = ''] = token.split('.');
  const { sub: owner } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { sub: string };

  const asOwner = (document: unknown, variables: object): Promise<RawAnswer> => {
    const body = JSON.stringify({ query: String(document), variables });
    return postRaw(cloud.apiOrigin, body, { authorization: token });
  };
  return {
    cloud,
    clock,
    owner,
    asOwner,
    async order(input = {}) {
      const reportId = crypto.randomUUID();
      const definition = { sample: { amountOfRows: 10 } };
      const { body } = await asOwner(documents.GenerateReportDocument, {
        input: { reportId, definition, ...input },
      });
      if (body.errors) throw new Error(body.errors[0]?.message);
      return reportId;
    },
    async asRole(document, variables) {
      const body = JSON.stringify({ query: String(document), variables: { owner, ...variables } });
      return postRaw(
        cloud.apiOrigin,
        body,
        await signedHeaders(cloud.apiOrigin, body, ROOT_CREDENTIALS, new Date(clock.now())),
      );
    },
    [Symbol.asyncDispose]: () => cloud[Symbol.asyncDispose](),
  };
}

/** The first error's type; undefined when there is none. */
export function errorType(answer: RawAnswer): string | null | undefined {
  return answer.body.errors?.[0]?.errorType;
}

/** The one field of an answer. */
export function fieldOf(answer: RawAnswer): Record<string, unknown> {
  const [field] = Object.values(answer.body.data ?? {});
  if (!field) throw new Error(answer.body.errors?.[0]?.message ?? 'no field');
  return field as Record<string, unknown>;
}

/** Functions that only sign links or remove files change no row. */
function isSmall(timeoutMs: number): boolean {
  return timeoutMs <= 20_000;
}
