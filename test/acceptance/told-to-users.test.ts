import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { LocalCloud } from '../../local/index.ts';
import type { FunctionConfig } from '../../local/services/lambda/types.ts';
import { DATASETS } from '../../functions/generate-report/datasets/catalogue.ts';
import * as documents from '../../schema/generated/documents.ts';
import { configureAmplify } from '../support/amplify.ts';
import { APPS } from '../support/apps.ts';
import { openBackstage, type Backstage } from '../support/backstage.ts';
import { startTestCloud } from '../support/cloud.ts';
import { signInPerson, type Person, type ReadReport } from '../support/person.ts';

/** What users are told when something fails: a code, a sentence, what to do, and nothing of the machinery. */

const FLIGHTS = { flightDelays: { fromDate: '2001-03-01', toDate: '2001-03-07' } };
const SLOW = { sample: { amountOfRows: 50, delayMs: 60_000 } };

let cloud: LocalCloud;
let backstage: Backstage;
let owner: Person;
let generator: FunctionConfig;
let directory: string;

beforeAll(async () => {
  cloud = await startTestCloud(APPS.brisk);
  configureAmplify(cloud);
  backstage = openBackstage(cloud);
  owner = await signInPerson(cloud);
  generator = backstage.functionOf('generatereport');
  directory = await mkdtemp(path.join(tmpdir(), 'told-'));
});

afterAll(async () => {
  backstage[Symbol.dispose]();
  await cloud[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

let reportId: string;

beforeEach(() => {
  reportId = crypto.randomUUID();
});

afterEach(() => {
  for (const part of ['generatereport', 'signdownload', 'removefiles']) {
    cloud.services.lambda.createFunction(backstage.functionOf(part));
  }
});

/** A failure of the run: how it comes about, by means a deployment has, and the code that is told. */
interface Failure {
  readonly code: string;
  readonly because: string;
  readonly input: object;
  readonly broken?: () => Partial<FunctionConfig> | Promise<Partial<FunctionConfig>>;
  readonly isRetryable: boolean;
}

const FAILURES: readonly Failure[] = [
  {
    code: 'SOURCE_UNAVAILABLE',
    because: 'the datasets are not there',
    input: { definition: FLIGHTS },
    isRetryable: true,
  },
  {
    code: 'INVALID_DATA',
    because: 'there is no such time zone',
    input: { timeZone: 'Nowhere/Land' },
    isRetryable: false,
  },
  {
    code: 'INVALID_DATA',
    because: 'a dataset is damaged',
    input: { definition: FLIGHTS },
    broken: putDamagedDatasets,
    isRetryable: false,
  },
  {
    code: 'TOO_LARGE_FOR_FORMAT',
    because: 'a workbook has no room',
    input: { definition: { sample: { amountOfRows: 1_048_576 } }, format: 'XLSX' },
    isRetryable: false,
  },
  {
    code: 'STORAGE_ERROR',
    because: 'there is no bucket',
    input: {},
    broken: () => ({ environment: { ...generator.environment, REPORTS_BUCKET: 'not-there' } }),
    isRetryable: true,
  },
  {
    code: 'DEADLINE_EXCEEDED',
    because: 'a document cannot be continued',
    input: { definition: SLOW, format: 'PDF' },
    broken: () => ({ timeoutMs: 4_000 }),
    isRetryable: false,
  },
  {
    code: 'WORKER_LOST',
    because: 'the function cannot be loaded',
    input: {},
    broken: () => ({ handler: 'index.nothing' }),
    isRetryable: true,
  },
  {
    code: 'INTERNAL',
    because: 'a file of the function is missing',
    input: { format: 'PDF' },
    broken: async () => ({ codeDirectory: await copyWithoutFonts() }),
    isRetryable: true,
  },
];

test.each(FAILURES)(
  '$code because $because: told with what to do, in words',
  { timeout: 60_000 },
  async ({ code, input, broken, isRetryable }) => {
    using ready = await owner.subscribe(documents.OnReportReadyDocument, reportId);
    using progress = await owner.subscribe(documents.OnReportProgressDocument, reportId);
    if (broken) cloud.services.lambda.createFunction({ ...generator, ...(await broken()) });

    const answer = await owner.order(reportId, input);
    const failed = await owner.until(reportId, ({ status }) => status === 'FAILED');
    const pushed = await ready.inbox.first(({ status }) => status === 'FAILED', 5_000);

    expect(failed.error).toMatchObject({ code, retryable: isRetryable });
    expect(failed.error?.message).toMatch(/^[A-Z].*\.$/);
    expect(failed.error?.action).toMatch(/^[A-Z].*\.$/);
    expect(pushed.error).toEqual(failed.error);
    expectNothingOfTheMachinery([answer.text, failed, ...progress.inbox.received, pushed]);
    expect(await keysOfReport()).toEqual([]);
  },
);

describe('a refusal or a failure of the API', () => {
  test('of a link that cannot be made leaves the row readable', async () => {
    await finished();
    cloud.services.lambda.createFunction({
      ...backstage.functionOf('signdownload'),
      handler: 'index.nothing',
    });
    const { body, text } = await owner.call(documents.GetReportDocument, { reportId });

    expect(body.data?.getReport).toMatchObject({ status: 'SUCCEEDED', download: null });
    expect(body.errors).toMatchObject([
      {
        errorType: 'ServiceUnavailable',
        message: 'The download link could not be made; read the report again.',
      },
    ]);
    expectNothingOfTheMachinery([text]);
  });

  test('of a file that cannot be removed', async () => {
    await finished();
    const config = backstage.functionOf('removefiles');
    const environment = { ...config.environment, REPORTS_BUCKET: 'not-there' };
    cloud.services.lambda.createFunction({ ...config, environment });
    const { body, text } = await owner.call(documents.DeleteReportDocument, { reportId });

    expect(body.errors).toMatchObject([
      {
        errorType: 'ServiceUnavailable',
        message: 'The file could not be removed; delete the report again.',
      },
    ]);
    expectNothingOfTheMachinery([text]);
  });

  test.each<readonly [document: unknown, variables: object, outcome: string]>([
    [
      documents.GenerateReportDocument,
      { input: { reportId: '../../etc', definition: FLIGHTS } },
      'BadRequest',
    ],
    [documents.GenerateReportDocument, { input: { definition: {} } }, 'BadRequest'],
    [documents.ListReportsDocument, { after: 'nowhere' }, 'BadRequest'],
    [documents.ListReportsDocument, { first: 1_000 }, 'BadRequest'],
    [documents.CancelReportDocument, { reportId: '' }, 'NotFound'],
    [documents.CancelReportDocument, { reportId: "x' OR 1=1" }, 'NotFound'],
    [documents.DeleteReportDocument, { reportId: '#slots' }, 'NotFound'],
    [documents.DeleteReportDocument, { reportId: 'x'.repeat(2_000) }, 'NotFound'],
    [documents.GetReportDocument, { reportId: '' }, 'nothing'],
    [documents.GetReportDocument, { reportId: 'x'.repeat(2_000) }, 'nothing'],
    [
      documents.ReportReadyDocument,
      { owner: 'o', reportId: 'r', attempt: 1, status: 'FAILED' },
      'Unauthorized',
    ],
  ])('of what cannot be is told as that: %.30s %j %s', async (document, variables, outcome) => {
    const { body, text } = await owner.call(document, variables);

    expect(body.errors?.[0]?.errorType ?? 'nothing').toBe(outcome);
    expectNothingOfTheMachinery([text]);
  });
});

test('a report that went well tells of bucket and key in its link only', async () => {
  const { download, ...row } = await finished();

  expect(download?.url).toContain(backstage.bucket);
  expectNothingOfTheMachinery([row]);
});

/** Neither names of buckets, tables, functions, roles and files, nor a stack. */
function expectNothingOfTheMachinery(told: readonly unknown[]): void {
  const texts = told.map((each) => (typeof each === 'string' ? each : JSON.stringify(each)));
  const names = [
    backstage.bucket,
    generator.environment.DATASETS_BUCKET ?? '',
    backstage.table,
    generator.name,
    generator.roleArn,
    directory,
    process.cwd(),
    'not-there',
  ];
  for (const text of texts) {
    for (const name of names) expect(text).not.toContain(name);
    expect(text).not.toMatch(/reports\/|snapshots\/|datasets\//);
    expect(text).not.toMatch(/\bat \S+ \(|\bat .*:\d+:\d+|\\n\s*at /);
    expect(text).not.toMatch(
      /arn:aws|node_modules|\/tmp\/|\/var\/|\.(?:ts|mjs|js|csv|ttf|parquet)\b/,
    );
    expect(text).not.toMatch(/\b(?:S3|DynamoDB|DuckDB|Lambda|ENOENT|TypeError|Exception)\b/);
  }
}

async function finished(): Promise<ReadReport> {
  await owner.order(reportId);
  return owner.until(reportId, ({ status }) => status === 'SUCCEEDED');
}

async function keysOfReport(): Promise<string[]> {
  return (await backstage.storedKeys()).filter((key) => key.includes(reportId));
}

async function putDamagedDatasets(): Promise<Partial<FunctionConfig>> {
  const Bucket = generator.environment.DATASETS_BUCKET;
  for (const { key: Key } of Object.values(DATASETS)) {
    await backstage.s3.send(new PutObjectCommand({ Bucket, Key, Body: 'damaged' }));
  }
  return {};
}

/** The generator's package as it was deployed, but for its fonts. */
async function copyWithoutFonts(): Promise<string> {
  const copy = path.join(directory, 'without-fonts');
  const isKept = (file: string): boolean =>
    !/fonts?(\/|$)|\.ttf$/.test(path.relative(generator.codeDirectory, file));
  await cp(generator.codeDirectory, copy, { recursive: true, filter: isKept });
  return copy;
}
