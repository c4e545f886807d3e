/** The process of one query: takes a job by its channel, says how it fares, and ends. */
import type { EngineJob, EngineMessage } from './messages.ts';
import { runJob } from './run-job.ts';

// Whoever started it is gone: nobody waits for the answer.
process.on('disconnect', () => process.exit());
process.once('message', (job) => {
  void runJob(job as EngineJob, say).then(() => process.disconnect());
});

function say(message: EngineMessage): void {
  process.send?.(message);
}
