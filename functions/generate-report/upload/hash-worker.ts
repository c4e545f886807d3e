import { parentPort, workerData } from 'node:worker_threads';
import type { HashRequest, HashWorkerData } from './part-hash.ts';
import { createFastSha256, createSavableSha256 } from './sha256.ts';

/** The thread of `createPartHash`: one answer for each request, in their order. */
const { isSavable, saved } = workerData as HashWorkerData;
const hash = isSavable ? await createSavableSha256(saved) : createFastSha256();

// What was posted before this line waits in the port.
parentPort?.on('message', (request: HashRequest) => parentPort?.postMessage(answer(request)));

function answer(request: HashRequest): string | null {
  if (request === 'digest') return hash.digest();
  if (request === 'save') return hash.save();
  hash.update(request);
  return null;
}
