import { expect, test } from 'vitest';
import { createAccessJournal } from './journal.ts';
import { ACCOUNT, controlOf, ROLE_ARN } from './test-control.ts';

const OBJECT = 'arn:aws:s3:::files/a';
const READ_FILES = {
  Sid: 'ReadFiles',
  Effect: 'Allow',
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::files/*',
} as const;

function watched() {
  const lines: [string, Record<string, unknown> | undefined][] = [];
  const ignore = (): void => {};
  const log = {
    info: ignore,
    error: ignore,
    warn: (message: string, fields?: Record<string, unknown>) => void lines.push([message, fields]),
  };
  return { lines, ...controlOf({ identity: [READ_FILES], log }) };
}

test('a call is recorded with the statement that allowed it, and counted', () => {
  const { access, ask } = watched();
  ask('s3:GetObject', OBJECT);
  ask('s3:GetObject', OBJECT);

  expect(access.journal.records()).toEqual([
    {
      caller: ROLE_ARN,
      action: 's3:GetObject',
      resource: OBJECT,
      allowedBy: 'WorkerPolicy, statement 1 (ReadFiles)',
      calls: 2,
    },
  ]);
});

test('a refusal is told once in the log: AWS’s words, the role, and what would allow it', () => {
  const { access, ask, lines } = watched();
  ask('s3:PutObject', OBJECT);
  ask('s3:PutObject', OBJECT);

  expect(lines).toEqual([
    [
      `access denied: User: arn:aws:sts::${ACCOUNT}:assumed-role/worker/session is not authorized to perform: s3:PutObject on resource: ${OBJECT} because no identity-based policy allows the s3:PutObject action`,
      {
        role: 'Worker',
        allow: `{"Effect":"Allow","Action":"s3:PutObject","Resource":"${OBJECT}"}`,
      },
    ],
  ]);
  expect(access.journal.records()).toMatchObject([
    { because: 'because no identity-based policy allows the s3:PutObject action', calls: 2 },
  ]);
});

test('a service that only wants to know leaves no trace', () => {
  const { access, principal, lines } = watched();
  access.authorize(principal, 's3:PutObject', OBJECT, { isProbe: true });

  expect([access.journal.records(), lines]).toEqual([[], []]);
});

test('beyond its limit the journal forgets the oldest kinds of calls', () => {
  const journal = createAccessJournal(2);
  for (const resource of ['a', 'b', 'c']) {
    journal.add({ caller: 'r', action: 's3:GetObject', resource, allowedBy: 'p' });
  }

  expect(journal.records().map(({ resource }) => resource)).toEqual(['b', 'c']);
});
