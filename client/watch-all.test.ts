import { expect, test } from 'vitest';
import { ReportSignedOutError, ReportUnavailableError } from './errors.ts';
import { createClientBed } from './client-bed.ts';
import { aReport } from './test-bed.ts';
import type { Report } from './types.ts';

test('watchAll tells the list, then every change, newest first and never backwards', async () => {
  const { api, client, clock } = createClientBed();
  const older = aReport({
    reportId: 'a',
    createdAt: '2026-01-01T00:00:00Z',
    version: 3,
    status: 'RUNNING',
  });
  const newer = aReport({ reportId: 'b', createdAt: '2026-01-02T00:00:00Z' });
  api.answers.ListReports = () => ({ listReports: { items: [older], nextToken: null } });
  const told: string[] = [];
  client.watchAll((reports) =>
    told.push(reports.map(({ reportId, version }) => `${reportId}${version}`).join(' ')),
  );
  await clock.advance(0);

  api.push('onReportProgress', newer);
  api.push('onReportProgress', { ...older, version: 2 });
  api.push('onReportProgress', { ...older, version: 4 });

  expect(told).toEqual(['a3', 'b1 a3', 'b1 a4']);
  client[Symbol.dispose]();
});

test('watchAll drops a report that is gone from the list, and keeps one that came while it was read', async () => {
  const { api, client, clock } = createClientBed();
  const report = (reportId: string) => aReport({ reportId, status: 'RUNNING' });
  const page = (...items: Report[]) => ({ listReports: { items, nextToken: null } });
  let told: readonly Report[] = [];
  api.answers.ListReports = () => page(report('a'), report('b'));
  client.watchAll((reports) => (told = reports));
  await clock.advance(0);
  api.answers.ListReports = () => {
    api.push('onReportProgress', report('c'));
    return page(report('a'));
  };

  api.accept();
  await clock.advance(0);

  expect(told.map(({ reportId }) => reportId)).toEqual(['c', 'a']);
  client[Symbol.dispose]();
});

test('watchAll drops a report that another session has deleted, at once', async () => {
  const { api, client, clock } = createClientBed();
  const reports = ['a', 'b'].map((reportId) => aReport({ reportId }));
  api.answers.ListReports = () => ({ listReports: { items: reports, nextToken: null } });
  let told: readonly Report[] = [];
  const deleted: string[] = [];
  client.watchAll((rows) => (told = rows), {
    onDeleted: ({ reportId }) => deleted.push(reportId),
  });
  api.accept();
  await clock.advance(0);

  api.push('onReportDeleted', aReport({ reportId: 'a' }));
  // One of an older page, which was read apart.
  api.push('onReportDeleted', aReport({ reportId: 'z' }));

  expect(told.map(({ reportId }) => reportId)).toEqual(['b']);
  expect(deleted).toEqual(['a', 'z']);
  client[Symbol.dispose]();
});

test('watchAll says that it cannot read, and goes on when it can', async () => {
  const { api, client, clock } = createClientBed();
  const problems: string[] = [];
  let told = 0;
  api.answers.ListReports = () => new ReportUnavailableError('The service could not be reached.');
  client.watchAll(() => (told += 1), { onProblem: ({ name }) => problems.push(name) });
  await clock.advance(0);
  api.answers.ListReports = () => ({ listReports: { items: [], nextToken: null } });

  await clock.advance(1_000);

  expect(problems).toEqual(['ReportUnavailableError']);
  expect(told).toBe(1);
  client[Symbol.dispose]();
});

test('watchAll learns within 15 seconds of a lost connection that the session has ended, though nothing runs', async () => {
  const { api, client, clock } = createClientBed();
  const problems: string[] = [];
  api.answers.ListReports = () => ({ listReports: { items: [], nextToken: null } });
  client.watchAll(() => undefined, { onProblem: ({ name }) => problems.push(name) });
  api.accept();
  await clock.advance(60_000);
  api.answers.ListReports = () => new ReportSignedOutError('The session has ended.');

  api.state('ConnectionDisrupted');
  await clock.advance(14_999);
  expect(problems).toEqual([]);
  await clock.advance(1);

  expect(problems).toEqual(['ReportSignedOutError']);
  client[Symbol.dispose]();
});
