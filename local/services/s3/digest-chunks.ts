/** Writes chunks while they are hashed: here, or in a thread when there are many. */
import type { DigestThreads, ThreadDigests } from './digest-threads.ts';
import { startDigests, type DigestChoice, type Digests } from './digests.ts';
import { gather } from './gather.ts';

// Less is hashed here before another thread has heard of it.
const threadedBytes = 1024 ** 2;

type Write = (chunk: Buffer) => Promise<void>;

export interface ChunkUse {
  /** How many will come, as far as is known. */
  readonly bytes: number;
  readonly choice: DigestChoice;
  readonly threads: DigestThreads | undefined;
  /** Several at once, begun in order; a chunk does not change before it settles. */
  readonly write: Write;
}

/** Writes and hashes each chunk, whose memory is given up; settles when nothing is being written any more. */
export async function digestChunks(
  chunks: AsyncIterable<Buffer>,
  { bytes, choice, threads, write }: ChunkUse,
): Promise<Digests> {
  if (!threads || bytes < threadedBytes) return digestHere(chunks, choice, write);
  using running = threads.start(choice);
  return await digestInThread(chunks, running, write);
}

async function digestHere(
  chunks: AsyncIterable<Buffer>,
  choice: DigestChoice,
  write: Write,
): Promise<Digests> {
  const running = startDigests(choice);
  for await (const chunk of chunks) {
    const written = write(chunk); // the disk works while the same bytes are hashed
    running.update(chunk);
    await written;
  }
  return running.digest();
}

async function digestInThread(
  chunks: AsyncIterable<Buffer>,
  running: ThreadDigests,
  write: Write,
): Promise<Digests> {
  const pieces = gather((piece) => Promise.all([write(piece), running.update(piece)]));
  try {
    for await (const chunk of chunks) await pieces.add(chunk);
    await pieces.end();
  } finally {
    await pieces.idle(); // a file is not closed under a write
  }
  return running.digest();
}
