/** The load generator, in a process of its own: takes one job at a time and answers with what it measured. */
import { floodHttp, type HttpJob } from './load/http.ts';
import { createPublishing, type PublishJob } from './load/publish.ts';
import { createIdling, type IdleJob } from './load/idle.ts';
import { stall, type StallJob } from './load/stall.ts';

export type Job = HttpJob | PublishJob | IdleJob | StallJob;

const publish = createPublishing();
const idle = createIdling();
process.on('disconnect', () => process.exit());
process.on('message', (job: Job) => {
  void run(job).then((measured) => process.send?.(measured));
});

function run(job: Job): Promise<object> {
  switch (job.kind) {
    case 'http':
      return floodHttp(job);
    case 'publish':
      return publish(job);
    case 'idle':
      return idle(job);
    case 'stall':
      return stall(job);
  }
}
