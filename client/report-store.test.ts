import { expect, test } from 'vitest';
import { createClientBed } from './client-bed.ts';
import { ReportUnavailableError } from './errors.ts';
import { createReportListStore, createReportStore } from './report-store.ts';
import { aReport } from './test-bed.ts';

/** Longer than a connection is kept for whoever comes next. */
const A_MINUTE_MS = 60_000;

test('a report store shows every state, the same object until the next, and rests once left', async () => {
  const { api, client, clock, reportId } = createClientBed();
  const store = createReportStore(client, reportId);
  const seen: unknown[] = [];
  expect(store.getView()).toEqual({ report: undefined, error: undefined });

  const leave = store.subscribe(() => seen.push(store.getView().report?.version));
  await clock.advance(0);
  api.push('onReportProgress', aReport({ status: 'RUNNING', version: 2 }));
  await clock.advance(0);
  expect(store.getView()).toBe(store.getView());
  leave();
  await clock.advance(A_MINUTE_MS);

  expect(seen).toEqual([1, 2]);
  expect(store.getView().report?.version).toBe(2);
  expect(api.running.size).toBe(0);
  expect(clock.pending).toBe(0);
});

test('a report store that is left and taken up again goes on, as React in strict mode does', async () => {
  const { api, client, clock, reportId } = createClientBed();
  const store = createReportStore(client, reportId);
  store.subscribe(() => undefined)();
  const leave = store.subscribe(() => undefined);
  await clock.advance(0);
  expect(store.getView().report?.version).toBe(1);

  api.push('onReportProgress', aReport({ status: 'RUNNING', version: 2 }));
  await clock.advance(0);
  expect(store.getView()).toMatchObject({ report: { version: 2 }, error: undefined });
  leave();
});

test('a report that is not there is an error, and what was seen before stays', async () => {
  const { api, client, clock, reportId, setRow } = createClientBed();
  const store = createReportStore(client, reportId);
  const leave = store.subscribe(() => undefined);
  await clock.advance(0);
  setRow(null);
  api.accept();
  await clock.advance(0);

  expect(store.getView()).toMatchObject({
    report: { version: 1 },
    error: { name: 'ReportNotFoundError', reportId },
  });
  leave();
});

test('a report store without an id asks for nothing', async () => {
  const { api, client, clock } = createClientBed();
  const store = createReportStore(client, undefined);
  const leave = store.subscribe(() => undefined);
  await clock.advance(0);
  leave();

  expect(api.calls).toEqual([]);
});

test('two that look at one store share its watch, which ends with the second', async () => {
  const { api, client, clock, reportId, read } = createClientBed();
  const store = createReportStore(client, reportId);
  let told = 0;
  const listener = (): void => void (told += 1);
  const leaves = [store.subscribe(listener), store.subscribe(listener)];
  await clock.advance(0);
  expect(read()).toBe(1);
  leaves[0]?.();
  api.push('onReportProgress', aReport({ status: 'RUNNING', version: 2 }));
  await clock.advance(0);
  leaves[1]?.();
  await clock.advance(A_MINUTE_MS);

  expect(told).toBe(3);
  expect(api.running.size).toBe(0);
});

test('a list store shows the reports, and keeps them while they cannot be read', async () => {
  const { api, client, clock } = createClientBed();
  const asked: unknown[] = [];
  api.answers.ListReports = (variables) => {
    asked.push(variables);
    return { listReports: { items: [aReport()], nextToken: null } };
  };
  const store = createReportListStore(client, 7);
  expect(store.getView()).toEqual({ reports: undefined, error: undefined });
  const leave = store.subscribe(() => undefined);
  await clock.advance(0);
  const { reports } = store.getView();
  expect(reports).toHaveLength(1);

  api.answers.ListReports = () => new ReportUnavailableError('The service could not be reached.');
  api.accept();
  await clock.advance(0);
  leave();
  await clock.advance(A_MINUTE_MS);

  expect(asked[0]).toEqual({ first: 7 });
  expect(store.getView()).toMatchObject({ reports, error: { name: 'ReportUnavailableError' } });
  expect(store.getView().reports).toBe(reports);
  expect(api.running.size).toBe(0);
});
