import { expect, test } from 'vitest';
import { holdBack, PAGE_ROWS, pageOf } from './pages.ts';

const rows = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ reportId: `r${String(at).padStart(3, '0')}` }));

test('a list is parted into pages, the last one short', () => {
  const all = rows(PAGE_ROWS + 5);

  expect(pageOf(all, 1)).toEqual({ rows: all.slice(0, PAGE_ROWS), page: 1, pages: 2 });
  expect(pageOf(all, 2)).toEqual({ rows: all.slice(PAGE_ROWS), page: 2, pages: 2 });
});

test('a page that is no longer there is the last one, and an empty list has one', () => {
  expect(pageOf(rows(3), 9)).toMatchObject({ page: 1, pages: 1 });
  expect(pageOf([], 1)).toEqual({ rows: [], page: 1, pages: 1 });
});

test('what came on top since is held back, older pages are not', () => {
  const [a, b, c, d] = rows(4) as [WithId, WithId, WithId, WithId];
  const known = new Set([b.reportId, c.reportId]);

  expect(holdBack([a, b, c, d], known)).toEqual({ shown: [b, c, d], held: [a] });
  expect(holdBack([b, c, d], known)).toEqual({ shown: [b, c, d], held: [] });
  expect(holdBack([a, d], known)).toEqual({ shown: [a, d], held: [] });
  const own = { ...a, order: {} };
  expect(holdBack([own, b], known)).toEqual({ shown: [own, b], held: [] });
});

interface WithId {
  reportId: string;
}
