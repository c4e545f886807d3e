import { createElement, type ReactNode } from 'react';
import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';
import { createClientBed } from './client-bed.ts';
import type { ReportsClient } from './client.ts';
import { useReport, useReports } from './react.ts';

/** The hooks at work in a page: test/acceptance/examples.test.ts. */

function Page({ client, reportId }: { client: ReportsClient; reportId?: string }): ReactNode {
  const { report } = useReport(client, reportId);
  const { reports, error } = useReports(client, { first: 3 });
  return `${report?.status ?? 'unknown'}, ${reports?.length ?? 'not read'}, ${error?.name ?? 'fine'}`;
}

test('a page that is rendered on a server shows that nothing is known, and asks for nothing', () => {
  const { api, client, reportId } = createClientBed();

  expect(renderToString(createElement(Page, { client, reportId }))).toBe('unknown, not read, fine');
  expect(renderToString(createElement(Page, { client }))).toBe('unknown, not read, fine');
  expect(api.calls).toEqual([]);
});
