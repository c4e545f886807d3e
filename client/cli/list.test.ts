import { expect, test } from 'vitest';
import { aReport } from '../test-bed.ts';
import { printList } from './list.ts';
import { createSessionBed } from './session-bed.ts';

/** Two pages of one report each. */
function twoPages(bed: ReturnType<typeof createSessionBed>): unknown[] {
  const asked: unknown[] = [];
  bed.api.answers.ListReports = (variables) => {
    asked.push(variables);
    const { after } = variables as { after?: string };
    const nextToken = after === 'second' ? null : 'second';
    return { listReports: { items: [aReport()], nextToken } };
  };
  return asked;
}

test('one page tells how to see more', async () => {
  const bed = createSessionBed({ user: 'me' });
  twoPages(bed);

  await printList(bed.session, { first: 1, status: 'QUEUED' }, false);

  expect(bed.written.out.split('\n')).toHaveLength(3);
  expect(bed.written.err).toBe(
    'There are more. All: npm run report -- list --user me --first 1 --status queued --all\n' +
      'The next page: npm run report -- list --user me --first 1 --status queued --after second\n',
  );
});

test('all pages are one table', async () => {
  const bed = createSessionBed();
  const asked = twoPages(bed);

  await printList(bed.session, { first: 1 }, true);

  expect(asked).toEqual([{ first: 1 }, { first: 1, after: 'second' }]);
  expect(bed.written.out.match(/^report /gm)).toHaveLength(1);
  expect(bed.written.out.match(/queued/g)).toHaveLength(2);
  expect(bed.written.err).toBe('');
});

test('as JSON a report is a line, and the last one is where the next page begins', async () => {
  const bed = createSessionBed({ json: true });
  twoPages(bed);

  await printList(bed.session, {}, false);

  expect(bed.lines()).toEqual([
    expect.objectContaining({ type: 'report', status: 'QUEUED' }),
    { type: 'page', nextToken: 'second' },
  ]);
});
