import { expect, it } from 'vitest';
import { encodeDataFrame } from './data-frame.ts';

const PREFIX = '{"id":"ä","payload":';

it.each([
  ['in one byte', 125, '817d'],
  ['in two more bytes', 126, '817e007e'],
  ['in two more bytes, the largest', 65_535, '817effff'],
  ['in eight more bytes', 65_536, '817f0000000000010000'],
])('says the length of a frame %s', (_, length, header) => {
  const prefix = Buffer.from(PREFIX);
  const payload = Buffer.alloc(length - prefix.length - 1, 'x');

  const frame = encodeDataFrame(prefix, payload);

  const headerBytes = header.length / 2;
  expect(frame.toString('hex', 0, headerBytes)).toBe(header);
  expect(frame.toString('utf8', headerBytes)).toBe(`${PREFIX}${payload.toString()}}`);
});
