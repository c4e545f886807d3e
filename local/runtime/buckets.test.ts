import { App, Duration, Stack } from 'aws-cdk-lib';
import { Bucket, StorageClass, type LifecycleRule } from 'aws-cdk-lib/aws-s3';
import { expect, test } from 'vitest';
import { resolveStack } from '../assembly/resources.ts';
import type { Template } from '../assembly/template.ts';
import { readBuckets } from './buckets.ts';

const days = (count: number) => Duration.days(count);

/** The rules of a bucket as CDK writes them. */
function rulesOf(...lifecycleRules: LifecycleRule[]) {
  const app = new App({ analyticsReporting: false });
  new Bucket(new Stack(app, 'Demo'), 'Files', { lifecycleRules });
  const template = app.synth().stacks[0]?.template as Template;
  const stack = resolveStack(
    { stackName: 'Demo', template, assetPath: () => undefined },
    { accountId: '111122223333', region: 'eu-west-1', apiOrigin: 'http://localhost:4000' },
  );
  return readBuckets(stack)[0]?.lifecycleRules;
}

test('days, dates, prefixes, sizes and uploads are read', () => {
  const rules = rulesOf(
    { prefix: 'reports/', expiration: days(7) },
    { abortIncompleteMultipartUploadAfter: days(1) },
    { prefix: 'z', objectSizeLessThan: 5, expirationDate: new Date('2026-01-01') },
  );

  expect(rules).toEqual([
    { prefix: 'reports/', expirationDays: 7 },
    { prefix: '', abortUploadsAfterDays: 1 },
    { prefix: 'z', smallerThanBytes: 5, expirationDateMs: Date.UTC(2026, 0, 1) },
  ]);
});

test('rules that are off, for tags, or for what is not here are left out', () => {
  const transitions = [{ storageClass: StorageClass.GLACIER, transitionAfter: days(3) }];

  expect(
    rulesOf(
      { expiration: days(1), enabled: false },
      { expiration: days(1), tagFilters: { a: 'b' } },
      { transitions, noncurrentVersionExpiration: days(3) },
    ),
  ).toEqual([]);
});

test('a bucket without rules has none', () => {
  expect(rulesOf()).toEqual([]);
});
