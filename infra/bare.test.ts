import { beforeAll, expect, test } from 'vitest';
import { synthesiseWithRules, type Synthesised } from './test-stack.ts';
import { BARE } from './variants.ts';

/** The stack without any optional feature. */
let bare: Synthesised;

beforeAll(async () => {
  bare = await synthesiseWithRules(BARE);
});

test('every finding of AWS Solutions’ rules has a reason', () => {
  expect(bare.findings).toEqual([]);
});

test('what can be left out is left out', () => {
  const types = new Set(Object.values(bare.resources).map(({ Type }) => Type));

  expect([...types].filter((type) => /CloudFront|CloudWatch|SNS|WAF|ACM/.test(type))).toEqual([]);
  expect(bare.ofType('AWS::S3::Bucket')).toHaveLength(2);
});

test('calls are not traced', () => {
  expect(JSON.stringify(bare.resources)).not.toMatch(/xray:|"Mode":"Active"/);
});
