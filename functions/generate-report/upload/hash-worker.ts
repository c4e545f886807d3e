import { parentPort, workerData } from 'node:worker_threads';
import { crc32 } from 'node:zlib';
import type { HashAnswer, HashRequest } from './hash-in-thread.ts';
import { createSha256, type HashChoice } from './sha256.ts';

/** The thread of `hashInThread`: for each part its CRC32 and then the word that it is hashed, in order. */
const hash = await createSha256(workerData as HashChoice);

// What was posted before this line waits in the port.
parentPort?.on('message', (request: HashRequest) => {
  if (request === 'digest') return answer(hash.digest());
  if (request === 'save') return answer(hash.save());
  answer(crc32(request));
  hash.update(request);
  answer(null);
});

function answer(value: HashAnswer): void {
  parentPort?.postMessage(value);
}
