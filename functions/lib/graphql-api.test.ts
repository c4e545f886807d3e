import { expect, test } from 'vitest';
import { ReportReadyDocument, ReportStartedDocument } from '../../schema/generated/documents.ts';
import { createGraphqlSender, GraphqlApiError, type PostGraphql } from './graphql-api.ts';

const KEY = { owner: 'o', reportId: 'r' };
const STARTED = JSON.stringify({ data: { reportStarted: { reportId: 'r', attempt: 1 } } });

function scripted(...answers: ({ status: number; text: string } | Error)[]) {
  const bodies: string[] = [];
  const post: PostGraphql = (body) => {
    bodies.push(body);
    const answer = answers.shift() ?? new Error('nothing more was scripted');
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  return { bodies, send: createGraphqlSender(post, () => Promise.resolve()) };
}

test('repeats what a network fault or a 5xx cut off', async () => {
  const { send, bodies } = scripted(
    new TypeError('fetch failed'),
    { status: 503, text: 'busy' },
    { status: 200, text: STARTED },
  );

  expect(await send(ReportStartedDocument, KEY)).toMatchObject({ reportStarted: { attempt: 1 } });
  expect(new Set(bodies).size).toBe(1);
  expect(bodies).toHaveLength(3);
});

test('gives up after four tries with the last failure', async () => {
  const down = new TypeError('fetch failed');
  const { send, bodies } = scripted(down, down, down, down);

  await expect(send(ReportStartedDocument, KEY)).rejects.toBe(down);
  expect(bodies).toHaveLength(4);
});

test('a refusal of the API is not repeated and keeps its errorType', async () => {
  const refusal = { data: null, errors: [{ message: 'No.', errorType: 'StaleAttempt' }] };
  const { send, bodies } = scripted({ status: 200, text: JSON.stringify(refusal) });
  const ready = send(ReportReadyDocument, { ...KEY, attempt: 1, status: 'CANCELLED' });

  await expect(ready).rejects.toMatchObject({ errorType: 'StaleAttempt', message: 'No.' });
  await expect(ready).rejects.toBeInstanceOf(GraphqlApiError);
  expect(bodies).toHaveLength(1);
});

test('an answer that is not JSON is an error in words', async () => {
  const { send } = scripted({ status: 403, text: '<html>' });

  await expect(send(ReportStartedDocument, KEY)).rejects.toThrow(
    'AppSync answered 403 and not JSON',
  );
});
