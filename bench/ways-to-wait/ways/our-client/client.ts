import { createReportsClient } from '../../../../client/index.ts';
import type { Ask } from '../way.ts';

/** This product's own client: told by push, and reads whenever a push may have been missed. */
export function createAsk(): Ask {
  const reports = createReportsClient();
  return async (work) => {
    const { reportId } = await reports.generate({ definition: { sample: work } });
    const { finishedAt, download } = await reports.wait(reportId);
    return { finishedAt: finishedAt ?? '', link: download.url };
  };
}
