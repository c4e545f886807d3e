/** The thread of `createDigestThreads`: many payloads at once, each in the order of its pieces. */
import { parentPort } from 'node:worker_threads';
import type { DigestAnswer, DigestRequest } from './digest-threads.ts';
import { startDigests, type RunningDigests } from './digests.ts';

const running = new Map<number, RunningDigests>();

// What was posted before this line waits in the port.
parentPort?.on('message', (request: DigestRequest) => {
  const { payload } = request;
  if (request.ask === 'start') return void running.set(payload, startDigests(request.choice));
  if (request.ask === 'forget') return void running.delete(payload);
  if (request.ask === 'update') {
    running.get(payload)?.update(request.bytes);
    return answer(null);
  }
  answer(running.get(payload)?.digest() ?? null);
});

function answer(value: DigestAnswer): void {
  parentPort?.postMessage(value);
}
