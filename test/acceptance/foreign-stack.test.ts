import { generateClient } from 'aws-amplify/api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentLog, type LocalCloud, type Log } from '../../local/index.ts';
import { configureAmplify, nextSubscriptionAck } from '../support/amplify.ts';
import { APPS } from '../support/apps.ts';
import { startTestCloud } from '../support/cloud.ts';
import { createInbox } from '../support/inbox.ts';

/** A guest book runs on the local cloud as it is: nothing in there knows what a report is. */

interface Note {
  room: string;
  text: string;
  author: string | null;
  mood: string | null;
  tags: string | null;
}

let cloud: LocalCloud;
const lines = createInbox<string>();
const log: Log = { ...silentLog, info: (message) => void lines.push(message) };
const api = generateClient();

beforeAll(async () => {
  cloud = await startTestCloud(APPS.guestBook, { log });
  configureAmplify(cloud);
});

afterAll(async () => {
  await cloud[Symbol.asyncDispose]();
});

async function run(query: string, variables = {}, headers = {}): Promise<unknown> {
  const answer = await api.graphql({ query, variables: variables as never }, headers);
  return (answer as { data: unknown }).data;
}

const ADD = `mutation Add($room: ID!, $text: String!, $mood: Mood, $tags: AWSJSON) {
  addNote(room: $room, text: $text, mood: $mood, tags: $tags) { room noteId text author mood tags }
}`;

test('its outputs are what the template says', () => {
  expect(cloud.stack.outputs).toEqual({
    ApiKey: expect.stringMatching(/^da2-[a-z0-9]{26}$/) as string,
    Endpoint: `${cloud.apiOrigin}/graphql`,
  });
});

test('a pipeline writes to the table, a query reads it back', async () => {
  const tags = JSON.stringify({ colour: 'red', sizes: [1, 2] });
  const added = await run(
    ADD,
    { room: 'hall', text: 'Hi', mood: 'GLAD', tags },
    { 'x-author': 'Ann' },
  );
  const read = await run('query Q($room: ID!) { notes(room: $room) { text author mood tags } }', {
    room: 'hall',
  });

  const note = { text: 'Hi', author: 'Ann', mood: 'GLAD', tags };
  expect(added).toMatchObject({ addNote: { ...note, room: 'hall' } });
  expect(read).toEqual({ notes: [note] });
});

test('subscribers get what their arguments let through, shaped by their own selection', async () => {
  const inbox = createInbox<Partial<Note>>();
  const acknowledged = nextSubscriptionAck();
  const stream = api.graphql({
    query: 'subscription S { onNote(room: "attic", mood: GLAD) { text mood author writtenAt } }',
  }) as unknown as {
    subscribe(observer: { next(message: { data: { onNote: Partial<Note> } }): void }): {
      unsubscribe(): void;
    };
  };
  const subscription = stream.subscribe({ next: ({ data }) => inbox.push(data.onNote) });
  await acknowledged;
  await run(ADD, { room: 'attic', text: 'Sad here', mood: 'SAD' });
  await run(ADD, { room: 'cellar', text: 'Elsewhere', mood: 'GLAD' });
  await run(ADD, { room: 'attic', text: 'Glad here', mood: 'GLAD' });
  await inbox.first(({ text }) => text === 'Glad here', 5000);
  subscription.unsubscribe();

  // The mutation did not select writtenAt, so no subscriber can have it.
  expect(inbox.received).toEqual([
    { text: 'Glad here', mood: 'GLAD', author: 'somebody', writtenAt: null },
  ]);
});

test('Lambda resolvers: a handler sends its payload, a direct one the whole context', async () => {
  expect(await run('{ greet(name: "Bob") { text calledBy } }')).toEqual({
    greet: {
      text: 'Hello, Bob!',
      calledBy: expect.stringMatching(/^a unit resolver of GuestBook-Greeter/) as string,
    },
  });
  expect(await run('{ greetDirectly(name: "Bob") { text calledBy } }')).toEqual({
    greetDirectly: {
      text: 'Hello, Bob!',
      calledBy: expect.stringMatching(/^Query.greetDirectly of GuestBook-Greeter/) as string,
    },
  });
});

test('a function that throws is a field error with its name and message', async () => {
  await expect(run('{ greetDirectly(name: "nobody") { text } }')).rejects.toMatchObject({
    data: { greetDirectly: null },
    errors: [
      { path: ['greetDirectly'], errorType: 'RangeError', message: 'There is nobody to greet.' },
    ],
  });
});

test('the API\u2019s environment variables reach its resolvers', async () => {
  const { settings } = (await run('{ settings }')) as { settings: string };

  expect(JSON.parse(settings)).toEqual({ env: { LANGUAGE: 'en' }, tags: ['a', 1, null] });
});

test('a rule of the template invokes its function with its input, now or by another beat', async () => {
  const { events } = cloud.services;
  const [rule] = events.schedules();
  const greetings = () => lines.received.filter((line) => line.includes('Hello, everybody!'));
  await events.fireNow(rule?.name ?? '');
  await lines.first((line) => line.includes('Hello, everybody!'), 10_000);
  const afterOne = greetings().length;
  events.setEveryMs(50);
  await lines.first(() => greetings().length > 2, 10_000);
  events.setEveryMs(undefined);

  expect(rule?.nextAtMs).toBeGreaterThan(Date.now() + 3_500_000);
  expect(afterOne).toBe(1);
});
