import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeSerial } from './serials.ts';

test('a whole second is the same to readers that round and to those that cut off', () => {
  const day = fc.integer({ min: -25_508, max: 2_932_896 });
  const second = fc.integer({ min: 0, max: 86_399 });
  fc.assert(
    fc.property(day, second, (epochDay, seconds) => {
      const buffer = Buffer.alloc(32);
      const end = writeSerial(buffer, 0, epochDay, seconds * 1000);
      const ofDay = Number(buffer.toString('latin1', 0, end)) - (epochDay + 25_569);

      expect(Math.floor(ofDay * 86_400)).toBe(seconds);
      expect(Math.round(ofDay * 86_400_000)).toBe(seconds * 1000);
    }),
  );
});
