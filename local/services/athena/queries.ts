import { toError } from '../../errors.ts';
import { sleep, type Clock, type Log } from '../../host.ts';
import type { EventEntry } from '../events/entry.ts';
import { QueryFailure, ScanLimitReached, systemFailure } from './errors.ts';
import { stateChange } from './events.ts';
import { createQueryFiles } from './query-files.ts';
import { runQuery, type QueryEnvironment, type QueryOrder } from './run-query.ts';
import { hasEnded, type QueryRecord } from './types.ts';

/** What befalls a query on purpose. */
export interface QueryFaults {
  /** Asked once a query starts to run. */
  onRun?(query: { readonly workGroup: string; readonly database: string }): QueryFate;
  /** Whether a change of state is told to nobody. */
  isUntold?(query: { readonly workGroup: string; readonly state: string }): boolean;
}

export interface QueryFate {
  /** It runs for this much longer. */
  readonly holdMs?: number;
  /** It fails as if the service had. */
  readonly fails?: boolean;
  /** Ends what is held early. */
  readonly over?: AbortSignal;
}

export interface QueriesOptions {
  readonly directory: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly environment: QueryEnvironment;
  readonly publish: (entry: EventEntry) => void;
  /** Queries that run at once; the others wait, QUEUED. */
  readonly maxRunning: number;
  /** No query runs for less, by the clock. */
  readonly minimumQueryMs: number;
  readonly faults: QueryFaults;
  /** Nothing is told before this. */
  readonly ready: Promise<unknown>;
}

export type NewQuery = Omit<QueryOrder, 'signal' | 'onScanned'>;

/** The queries of an account: those that run, and all that ever did. */
export interface Queries extends AsyncDisposable {
  find(id: string): QueryRecord | undefined;
  findByToken(token: string): QueryRecord | undefined;
  /** Of a work group, newest first. */
  list(workGroup: string): readonly QueryRecord[];
  /** Kept on disk, QUEUED, when it returns. */
  start(query: NewQuery): void;
  /** Ends a query that has not ended. */
  stop(id: string): void;
}

/** Opens the queries of a directory; those an earlier process was running have failed. */
export function openQueries(options: QueriesOptions): Queries {
  const { clock, log, environment, faults, publish } = options;
  const files = createQueryFiles(options.directory);
  const records = new Map<string, QueryRecord>();
  const tokens = new Map<string, string>();
  const waiting: NewQuery[] = [];
  const running = new Map<
    string,
    { readonly abort: AbortController; readonly done: Promise<void> }
  >();
  let isStopped = false;
  for (const record of files.readAll()) {
    records.set(record.id, record);
    tokens.set(record.token, record.id);
  }
  const cutOff = [...records.values()].filter((record) => !hasEnded(record));
  void options.ready.then(
    () => cutOff.forEach(failCutOff),
    () => {},
  ); // whoever made the promise reports its failure

  return {
    find: (id) => records.get(id),
    findByToken: (token) => records.get(tokens.get(token) ?? ''),
    list: (workGroup) =>
      [...records.values()].filter((record) => record.workGroup === workGroup).reverse(),
    start(query) {
      tokens.set(query.record.token, query.record.id);
      keep(query.record, undefined, 1);
      waiting.push(query);
      runNext();
    },
    stop(id) {
      const record = records.get(id);
      if (!record || hasEnded(record)) return;
      const index = waiting.findIndex((query) => query.record.id === id);
      if (index >= 0) waiting.splice(index, 1);
      // observed: 2026-09, https://github.com/aoyagikouhei/athena-local docs/api.md (the words; no AthenaError)
      end(record, { state: 'CANCELLED', reason: 'Query cancelled by user' });
      running.get(id)?.abort.abort(new Error('the query was stopped'));
    },
    async [Symbol.asyncDispose]() {
      isStopped = true;
      for (const { abort } of running.values()) abort.abort(new Error('the cloud is stopping'));
      await Promise.all([...running.values()].map(({ done }) => done));
    },
  };

  function runNext(): void {
    while (!isStopped && running.size < options.maxRunning) {
      const query = waiting.shift();
      if (!query) return;
      const { id } = query.record;
      const abort = new AbortController();
      const done = run(query, abort.signal).finally(() => {
        running.delete(id);
        runNext();
      });
      running.set(id, { abort, done });
    }
  }

  async function run(query: NewQuery, signal: AbortSignal): Promise<void> {
    const { id, workGroup, database = 'default' } = query.record;
    const startedAtMs = clock.now();
    keep({ ...query.record, state: 'RUNNING', startedAtMs }, 'QUEUED', 2);
    try {
      const fate = faults.onRun?.({ workGroup, database }) ?? {};
      await hold(fate, signal);
      if (fate.fails) throw systemFailure('the local cloud was told to let this query fail', 100);
      const order = { ...query, signal, onScanned: (bytes: number) => update(id, bytes) };
      const { columns, manifestLocation, ...figures } = await runQuery(environment, order);
      signal.throwIfAborted();
      finish(id, {
        state: 'SUCCEEDED',
        figures,
        columns,
        ...(manifestLocation === undefined ? {} : { manifestLocation }),
      });
    } catch (thrown) {
      // Stopped meanwhile: told already, or the cloud stops and the next one tells it.
      if (!signal.aborted) finish(id, outcomeOf(toError(thrown), id));
    }
  }

  async function hold(fate: QueryFate, signal: AbortSignal): Promise<void> {
    const holdMs = Math.max(options.minimumQueryMs, fate.holdMs ?? 0);
    if (holdMs <= 0) return;
    const either = fate.over ? AbortSignal.any([signal, fate.over]) : signal;
    await sleep(clock, holdMs, either).catch(() => undefined);
    signal.throwIfAborted();
  }

  function outcomeOf(error: Error, id: string): Partial<QueryRecord> {
    if (error instanceof ScanLimitReached) {
      // documented: https://docs.aws.amazon.com/athena/latest/ug/workgroups-setting-control-limits-cloudwatch.html (it is canceled)
      const { scannedBytes } = error;
      return { state: 'CANCELLED', reason: error.message, figures: { scannedBytes } };
    }
    if (!(error instanceof QueryFailure)) {
      log.error('a query failed', { query: id, error: error.stack ?? error.message });
    }
    const failure = error instanceof QueryFailure ? error : systemFailure(error.message);
    return { state: 'FAILED', reason: failure.message, error: failure.error };
  }

  function finish(id: string, outcome: Partial<QueryRecord>): void {
    const record = records.get(id);
    if (record && !hasEnded(record)) end(record, outcome);
  }

  function end(record: QueryRecord, outcome: Partial<QueryRecord>): void {
    const ended = { ...record, ...outcome, completedAtMs: clock.now() };
    keep(ended, record.state, record.state === 'QUEUED' ? 2 : 3);
    log.info('a query ended', { query: ended.id, state: ended.state, reason: ended.reason });
  }

  function failCutOff(record: QueryRecord): void {
    const { error, message } = systemFailure(
      'the local cloud was stopped while the query ran',
      100,
    );
    end(record, { state: 'FAILED', reason: message, error: { ...error, Retryable: true } });
  }

  /** What is read meanwhile is shown, not kept. */
  function update(id: string, scannedBytes: number): void {
    const record = records.get(id);
    if (!record || hasEnded(record) || scannedBytes < record.figures.scannedBytes) return;
    records.set(id, { ...record, figures: { ...record.figures, scannedBytes } });
  }

  function keep(
    record: QueryRecord,
    previous: QueryRecord['state'] | undefined,
    sequence: number,
  ): void {
    files.write(record);
    records.set(record.id, record);
    const { workGroup, state } = record;
    if (!faults.isUntold?.({ workGroup, state })) publish(stateChange(record, previous, sequence));
  }
}
