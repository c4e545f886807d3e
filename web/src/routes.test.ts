import { expect, test } from 'vitest';
import { pathOfReport, routeOf } from './routes.ts';

const routeAt = (address: string, base = '/') => routeOf(new URL(address, 'http://page'), base);

test.each([
  ['/', { page: 'list', search: '' }],
  ['/?state=ready', { page: 'list', search: '?state=ready' }],
  ['/reports/01A', { page: 'report', reportId: '01A' }],
  ['/reports/01A/', { page: 'report', reportId: '01A' }],
  ['/reports/a%20b', { page: 'report', reportId: 'a b' }],
  ['/reports/%', { page: 'report', reportId: '%' }],
  ['/reports', { page: 'unknown' }],
  ['/elsewhere', { page: 'unknown' }],
])('%s is its page', (address, route) => {
  expect(routeAt(address)).toEqual(route);
});

test('an application in a folder has the same pages', () => {
  const base = '/team/reports/';

  expect(routeAt('/team/reports/', base)).toMatchObject({ page: 'list' });
  expect(routeAt(pathOfReport('a/b', base), base)).toEqual({ page: 'report', reportId: 'a/b' });
});
