import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planJoin, type Piece } from './plan-join.ts';

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

/** `c` a whole copy, `c>` a copied rest or piece, `m` through memory; with sizes. */
function told(pieces: readonly Piece[]): string[] {
  return pieces.map((piece) => {
    if (piece.kind === 'gathered') return `m ${piece.size}`;
    return `${piece.size === piece.from.part.size ? 'c' : 'c>'} ${piece.size}`;
  });
}

const plan = (head: number, ...sizes: number[]) =>
  planJoin(
    head,
    sizes.map((size, index) => ({ key: `part-${index}`, size })),
  );

describe('planJoin', () => {
  test.each([
    ['a head alone', plan(20), ['m 20']],
    ['nothing at all', plan(0), ['m 0']],
    ['empty parts', plan(20, 0, 0), ['m 20']],
    ['one large part without a head', plan(0, 6 * MIB), [`c ${6 * MIB}`]],
    ['exactly 5 MiB', plan(0, 5 * MIB, 5 * MIB), [`c ${5 * MIB}`, `c ${5 * MIB}`]],
    ['a head before a large part', plan(20, 64 * MIB), [`m ${5 * MIB}`, `c> ${59 * MIB + 20}`]],
    [
      'a head before a part whose rest would be too small, and the next one whole',
      plan(20, 6 * MIB, 6 * MIB),
      [`m ${6 * MIB + 20}`, `c ${6 * MIB}`],
    ],
    ['small parts together', plan(20, MIB, 2 * MIB, 3 * MIB, 4), [`m ${6 * MIB + 20}`, 'm 4']],
    ['a small part at the end', plan(0, 8 * MIB, 7), [`c ${8 * MIB}`, 'm 7']],
    ['a head of more than a part', plan(7 * MIB, 5 * MIB), [`m ${7 * MIB}`, `c ${5 * MIB}`]],
    [
      'more than a copy may have, evenly',
      plan(0, GIB + 2 * MIB),
      [1, 2, 3].map(() => `c> ${(GIB + 2 * MIB) / 3}`),
    ],
  ])('plans %s', (_, pieces, expected) => {
    expect(told(pieces)).toEqual(expected);
  });

  test('has every byte once and in order, in pieces S3 takes', () => {
    const size = fc.oneof(
      fc.integer({ min: 0, max: 12 * MIB }),
      fc.constantFrom(0, 1, 5 * MIB - 1, 5 * MIB, 5 * MIB + 1, 10 * MIB, 11 * GIB),
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 6 * MIB }), fc.array(size), (head, sizes) => {
        const pieces = plan(head, ...sizes);

        const stretches = pieces.flatMap((piece) => piece.from);
        const expected = sizes.flatMap((bytes, index) =>
          bytes > 0 ? [[`part-${index}`, bytes]] : [],
        );
        const seen = new Map<string, number>();
        for (const { part, start, end } of stretches) {
          expect(start).toBe(seen.get(part.key) ?? 0);
          seen.set(part.key, end);
        }
        expect([...seen]).toEqual(expected);
        for (const [index, piece] of pieces.entries()) {
          if (index < pieces.length - 1) expect(piece.size).toBeGreaterThanOrEqual(5 * MIB);
          const { size: bytes } = piece;
          if (piece.kind === 'copied') expect(bytes).toBeLessThanOrEqual(GIB / 2);
          else expect(bytes - piece.headBytes).toBeLessThan(10 * MIB);
          const heads = piece.kind === 'gathered' ? piece.headBytes : 0;
          expect(heads).toBe(index === 0 ? head : 0);
        }
      }),
    );
  });

  test('refuses more pieces than S3 takes, before anything is sent', () => {
    expect(() => plan(0, ...new Array<number>(10_001).fill(5 * MIB))).toThrow(
      '10001 objects would be joined by 10001 parts; S3 takes 10000.',
    );
  });
});
