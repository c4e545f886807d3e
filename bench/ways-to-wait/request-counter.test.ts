import { expect, test } from 'vitest';
import { createRequestCounter } from './request-counter.ts';

const REQUEST = 'GET /reports/1 HTTP/1.1\r\nhost: server\r\n\r\n';

function countOf(...chunks: readonly string[]): number {
  const count = createRequestCounter();
  return chunks.reduce((sum, chunk) => sum + count(Buffer.from(chunk, 'latin1')), 0);
}

test('several requests in one chunk are counted', () => {
  expect(countOf(REQUEST + REQUEST, REQUEST)).toBe(3);
});

test('a request is counted once, wherever the chunks end', () => {
  for (let at = 1; at < REQUEST.length; at++) {
    expect(countOf(REQUEST.slice(0, at), REQUEST.slice(at), REQUEST)).toBe(2);
  }
});

test('a body and masked frames are no requests', () => {
  expect(countOf('POST /reports HTTP/1.1\r\n\r\n{"amountOfRows":500}', '\x81\xfe\x01\x00ab')).toBe(
    1,
  );
});
