import { expect, test } from 'vitest';
import { ReportRefusedError } from '../errors.ts';
import { aReport } from '../test-bed.ts';
import { deleteAndConfirm } from './delete.ts';
import { createSessionBed } from './session-bed.ts';

test('a deleted report is told of', async () => {
  const { api, session, written, reportId } = createSessionBed();
  api.answers.DeleteReport = () => ({ deleteReport: aReport({ status: 'EXPIRED', version: 4 }) });

  await deleteAndConfirm(session, reportId);

  expect(api.calls).toEqual(['DeleteReport']);
  expect(written.out).toBe(`Report ${reportId} is deleted.\n`);
});

test('as JSON it is the report as it last was', async () => {
  const { api, session, lines, reportId } = createSessionBed({ json: true });
  api.answers.DeleteReport = () => ({ deleteReport: aReport({ status: 'FAILED', version: 4 }) });

  await deleteAndConfirm(session, reportId);

  expect(lines()).toEqual([
    expect.objectContaining({ type: 'outcome', reportId, status: 'FAILED', file: null }),
  ]);
});

test('a report that runs is not deleted, and how to cancel it is told', async () => {
  const { api, session, written, reportId } = createSessionBed({ user: 'me' });
  api.answers.DeleteReport = () => new ReportRefusedError('No.', { errorType: 'NotFinished' });

  await expect(deleteAndConfirm(session, reportId)).rejects.toMatchObject({ message: 'No.' });

  expect(written.out).toBe('');
  expect(written.err).toBe(`Cancel it with: npm run report -- cancel ${reportId} --user me\n`);
});
