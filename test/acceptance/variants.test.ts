import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { parseOutputs } from '../../client/outputs.ts';
import type { LocalCloud } from '../../local/index.ts';
import { buildWeb } from '../../local/runtime/web-build.ts';
import { describeCloud } from '../../local/report-start.ts';
import { emptyBucket, publishWeb } from '../../scripts/publish-web.ts';
import { amplifyOutputsOf, requireOutput } from '../../scripts/stack-outputs.ts';
import { APPS, WEB_BUILD } from '../support/apps.ts';
import { DEMO_USER, ROOT_CREDENTIALS } from '../support/cloud.ts';
import { signInPerson } from '../support/person.ts';
import { startReportSession, type ReportSession } from '../support/report-session.ts';

/** What production has, and what is left when all is left out: both run here as they are, and make reports. */

async function makeReport({ reports }: ReportSession): Promise<string> {
  const { reportId } = await reports.generate({ definition: { sample: { amountOfRows: 20 } } });
  const { status } = await reports.wait(reportId);
  expect(status).toBe('SUCCEEDED');
  const { stream } = await reports.download(reportId);
  return new Response(stream).text();
}

const s3Of = ({ awsOrigin }: LocalCloud): S3Client =>
  new S3Client({ endpoint: awsOrigin, region: 'us-east-1', credentials: ROOT_CREDENTIALS });

test('a stack with every optional feature makes a report, tells nobody its schema, and says what is left out here', async () => {
  await using session = await startReportSession({ seed: false, app: APPS.everything });
  const { cloud } = session;
  const { call } = await signInPerson(cloud);
  const told = await call('{ __schema { types { name } } }', {});
  const file = await makeReport(session);
  const said = describeCloud(cloud, {
    startedInMs: 0,
    demoUsers: [DEMO_USER],
    pages: [],
    host: '127.0.0.1',
  });

  expect(file.trim().split('\n')).toHaveLength(21);
  expect(said).toContain(
    'AWS::CloudWatch::Alarm, AWS::CloudWatch::Dashboard (nobody watches metrics here)',
  );
  expect(JSON.stringify(told.body)).toContain("Field '__schema' in type 'Query' is undefined");
  expect(said).toContain('(there are no firewalls here)');
  expect(said).toMatch(/ 1 schedule, \d Athena tables\n/);
  expect(cloud.stack.outputs.WebUrl).toBe('https://reports.example.com');
});

test('a stack without any optional feature makes a report', async () => {
  await using session = await startReportSession({ seed: false, app: APPS.bare });

  expect((await makeReport(session)).trim().split('\n')).toHaveLength(21);
  expect(session.cloud.stack.ofType('AWS::S3::Bucket')).toHaveLength(2);
});

test('npm run deploy publishes the page, whole, with a configuration our client reads', async () => {
  await using session = await startReportSession({ seed: false });
  const { outputs } = session.cloud.stack;
  const s3 = s3Of(session.cloud);
  const Bucket = requireOutput(outputs, 'WebBucket');
  const directory = await buildWeb({ root: process.cwd(), ...WEB_BUILD });
  const documents = { 'amplify_outputs.json': amplifyOutputsOf(outputs) };
  for (const Key of ['old.html', 'assets/old-1a2b.js']) {
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'old' }));
  }
  const { stored, removed } = await publishWeb({ s3, bucket: Bucket, directory, documents });
  const headOf = (Key: string) => s3.send(new HeadObjectCommand({ Bucket, Key }));
  const script = stored.find((key) => key.endsWith('.js')) ?? '';
  const page = await s3.send(new GetObjectCommand({ Bucket, Key: 'index.html' }));

  expect(parseOutputs(JSON.stringify(documents['amplify_outputs.json']), 'it')).toMatchObject({
    auth: { user_pool_id: outputs.UserPoolId, user_pool_client_id: outputs.UserPoolClientId },
    data: { url: outputs.GraphqlUrl },
  });
  expect(removed).toEqual(['old.html']);
  expect(await page.Body?.transformToString()).toBe(
    await readFile(path.join(directory, 'index.html'), 'utf8'),
  );
  expect(page).toMatchObject({ CacheControl: 'no-cache', ContentType: 'text/html; charset=utf-8' });
  expect(await headOf(script)).toMatchObject({
    CacheControl: 'public, max-age=31536000, immutable',
    ContentType: 'text/javascript; charset=utf-8',
  });
  expect(await headOf('amplify_outputs.json')).toMatchObject({ CacheControl: 'no-cache' });
  expect(await emptyBucket(s3, Bucket)).toBe(stored.length + 1);
  s3.destroy();
});
