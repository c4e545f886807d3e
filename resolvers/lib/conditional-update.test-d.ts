/** What the compiler must refuse; `tsc` fails on every expected error that is not one. */
import { conditionalUpdate } from './conditional-update.ts';

const update = { owner: 'me', reportId: 'id', condition: 'attempt = :attempt', values: {} };

export const changes = [
  conditionalUpdate({ ...update, set: { status: 'RUNNING', startedAt: '' }, remove: ['preview'] }),
  // @ts-expect-error a status the schema does not have
  conditionalUpdate({ ...update, set: { status: 'DONE' } }),
  // @ts-expect-error a field neither the schema nor the row has
  conditionalUpdate({ ...update, set: { state: 'RUNNING' } }),
  // @ts-expect-error a progress without what the schema requires
  conditionalUpdate({ ...update, set: { progress: { rowsWritten: 1 } } }),
  // @ts-expect-error an attribute no row has
  conditionalUpdate({ ...update, set: {}, remove: ['previews'] }),
];
