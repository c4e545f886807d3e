import { parse } from 'graphql';
import { expect, test, vi } from 'vitest';
import { createAppSyncFetcher, onlyOperation, withoutStaleName } from './appsync-fetcher.ts';

const TWO = `
  query A { a { ...F } }
  subscription B($id: ID) { b(id: $id) { ...F } }
  fragment F on T { c }
`;

test('of several operations only the chosen one is sent, with the fragments it uses', () => {
  expect(parse(onlyOperation(TWO, 'B'), { noLocation: true })).toEqual(
    parse('subscription B($id: ID) { b(id: $id) { ...F } } fragment F on T { c }', {
      noLocation: true,
    }),
  );
});

test('a document of one operation is sent as it was written', () => {
  const query = '# why\nsubscription { b }';

  expect(onlyOperation(query)).toBe(query);
});

test('a name that is not in the document is left out where nothing has to be chosen', () => {
  expect(withoutStaleName({ query: '{ a }', operationName: 'Before' })).toEqual({ query: '{ a }' });
  expect(withoutStaleName({ query: TWO, operationName: 'Before' })).toHaveProperty('operationName');
});

test('stopping ends the one subscription and starts no other', async () => {
  const unsubscribe = vi.fn();
  const subscribe = vi.fn(() => ({ unsubscribe }));
  const fetcher = createAppSyncFetcher('https://api.example.com/graphql', () => ({ subscribe }));
  const messages = (await fetcher({ query: TWO, operationName: 'B', variables: { id: '1' } })) as {
    subscribe(observer: object): { unsubscribe(): void };
  };

  messages.subscribe({}).unsubscribe();

  expect(Symbol.asyncIterator in messages).toBe(false);
  expect(subscribe).toHaveBeenCalledTimes(1);
  expect(unsubscribe).toHaveBeenCalledTimes(1);
});
