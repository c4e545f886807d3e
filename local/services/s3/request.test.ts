import { expect, test } from 'vitest';
import { bucketOfHost } from './request.ts';

test.each([
  ['reports.localhost:4566', 'reports'],
  ['a.b.s3.localhost', 'a.b'],
  ['reports.s3.eu-central-1.amazonaws.com', 'reports'],
  ['s3.localhost:1', undefined],
  ['localhost:4566', undefined],
  ['127.0.0.1:4566', undefined],
])('bucketOfHost(%s) is %s', (host, bucket) => {
  expect(bucketOfHost(host)).toBe(bucket);
});
