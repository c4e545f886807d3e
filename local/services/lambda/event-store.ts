import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../../host.ts';
import type { QueuedEvent } from './types.ts';

/** Accepted events on disk, one file each, so that no kill loses one. */
export interface EventStore {
  /** Every event that was accepted and not finished, in the order of acceptance. */
  load(): QueuedEvent[];
  /** Resolves when the event would survive a kill of this process. Replaces what was known of it. */
  save(event: QueuedEvent): Promise<void>;
  remove(event: QueuedEvent): Promise<void>;
}

/** Keeps events in `directory`, which it makes. A machine that loses power may lose the last ones: files are not synced. */
export function createEventStore(directory: string, log: Log): EventStore {
  mkdirSync(directory, { recursive: true });
  const fileOf = ({ requestId }: QueuedEvent): string => join(directory, `${requestId}.json`);

  return {
    load() {
      const events: QueuedEvent[] = [];
      for (const name of readdirSync(directory)) {
        const file = join(directory, name);
        if (name.endsWith('.tmp')) rmSync(file, { force: true }); // never acknowledged
        if (!name.endsWith('.json')) continue;
        const event = readEvent(file);
        if (event) events.push(event);
        else {
          renameSync(file, `${file}.unreadable`);
          log.error('a queued event is unreadable and was put aside', { file });
        }
      }
      return events.sort((a, b) => a.acceptedAtMs - b.acceptedAtMs || a.sequence - b.sequence);
    },
    async save(event) {
      const file = fileOf(event);
      await writeFile(`${file}.tmp`, JSON.stringify(event));
      await rename(`${file}.tmp`, file);
    },
    async remove(event) {
      await rm(fileOf(event), { force: true });
    },
  };
}

function readEvent(file: string): QueuedEvent | undefined {
  try {
    const event = JSON.parse(readFileSync(file, 'utf8')) as Partial<QueuedEvent>;
    const isWhole =
      typeof event.requestId === 'string' &&
      typeof event.functionName === 'string' &&
      typeof event.payload === 'string' &&
      typeof event.acceptedAtMs === 'number';
    if (!isWhole) return undefined;
    return {
      sequence: 0,
      invocations: 0,
      functionErrors: 0,
      notBeforeMs: 0,
      ...event,
    } as QueuedEvent;
  } catch {
    return undefined;
  }
}
