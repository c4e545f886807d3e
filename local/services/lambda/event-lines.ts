import type { QueuedEvent } from './types.ts';

/** An event whose time has come, or whose place is kept until it is safe on disk. */
export interface Waiting {
  readonly event: QueuedEvent;
  /** How often in a row there was no room for it. */
  readonly throttles: number;
  /** A fault has had its say about it. */
  readonly isDelayed: boolean;
  isDue: boolean;
}

/** One line of events a function; the first to arrive is the first to go, as far as there is room. */
export interface EventLines {
  enter(waiting: Waiting): void;
  /** Gives up the place of an event that could not be kept safe. */
  leave(waiting: Waiting): void;
  /** Starts whatever may start: the oldest of all lines first, so that no function starves another. */
  advance(): void;
}

/** `start` must take up its room before it returns; `mayStart` says whether there is some. */
export function createEventLines(
  mayStart: (event: QueuedEvent) => boolean,
  start: (waiting: Waiting) => void,
): EventLines {
  const lines = new Map<string, Waiting[]>();

  return {
    enter(waiting) {
      const { functionName, sequence } = waiting.event;
      const line = lines.get(functionName) ?? [];
      lines.set(functionName, line);
      const last = line.findLastIndex(({ event }) => event.sequence < sequence);
      line.splice(last + 1, 0, waiting);
    },
    leave(waiting) {
      const line = lines.get(waiting.event.functionName) ?? [];
      const index = line.indexOf(waiting);
      if (index >= 0) line.splice(index, 1);
    },
    advance() {
      for (let line = nextLine(); line; line = nextLine()) {
        const waiting = line.shift();
        if (waiting) start(waiting);
      }
    },
  };

  function nextLine(): Waiting[] | undefined {
    let next: { line: Waiting[]; sequence: number } | undefined;
    for (const line of lines.values()) {
      const [head] = line;
      if (!head?.isDue || !mayStart(head.event)) continue;
      const { sequence } = head.event;
      if (!next || sequence < next.sequence) next = { line, sequence };
    }
    return next?.line;
  }
}
