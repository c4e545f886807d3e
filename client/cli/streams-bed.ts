import { PassThrough, Writable } from 'node:stream';
import type { Streams } from './terminal.ts';

export interface StreamsBedOptions {
  /** Whether all three are a terminal. */
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** The three streams of a process that nobody else reads, and what was written to two of them. */
export function createStreamsBed({ isTTY = false, columns = 80 }: StreamsBedOptions = {}) {
  const written = { out: '', err: '' };
  const writable = (name: 'out' | 'err') => {
    const stream = new Writable({
      write(chunk: Buffer, _, done) {
        written[name] += chunk.toString();
        done();
      },
    });
    return Object.assign(stream, { isTTY, columns });
  };
  const stdin = Object.assign(new PassThrough(), { isTTY });
  const streams: Streams = { stdin, stdout: writable('out'), stderr: writable('err') };
  return { streams, stdin, written };
}
