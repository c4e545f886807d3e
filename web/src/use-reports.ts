import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import {
  createReportsClient,
  isAlreadyFinished,
  isSignedOut,
  makeReportId,
  type Connection,
  type ReportsClient,
} from '../../client/index.ts';
import { saveFile } from './save-file.ts';
import type { FieldProblems } from './draft.ts';
import type { Order } from './order.ts';
import { fieldProblemsOf, listProblemInWords, problemInWords } from './problems.ts';
import type { AskEstimate } from './use-estimate.ts';
import { describeRow, NO_ROWS, reduceRows, type Row } from './rows.ts';

const PAGE_SIZE = 50;

/** The reader's reports, live, and what can be done with them. */
export type Reports = ReturnType<typeof useReports>;

/** Keeps the list up to date while mounted. `onSignedOut` is called when the API no longer knows the reader. */
export function useReports(onSignedOut: (notice: string) => void) {
  const [state, dispatch] = useReducer(reduceRows, NO_ROWS);
  const [connection, setConnection] = useState<Connection>('connecting');
  const [hasRead, setHasRead] = useState(false);
  const [problem, setProblem] = useState<string>();
  const clientRef = useRef<ReportsClient>(undefined);
  const older = useRef<string | null>(undefined);
  const [hasOlder, setHasOlder] = useState(true);

  /** Everybody's way to fail: a lost session ends the visit, the rest is put in words. */
  const explain = useCallback(
    (error: unknown, inWords = problemInWords): string => {
      if (isSignedOut(error)) onSignedOut(problemInWords(error));
      return inWords(error);
    },
    [onSignedOut],
  );

  useEffect(() => {
    const client = createReportsClient({ onConnection: setConnection });
    clientRef.current = client;
    client.watchAll(
      (reports) => {
        setProblem(undefined);
        setHasRead(true);
        dispatch({ type: 'watched', reports, nowMs: Date.now() });
      },
      { first: PAGE_SIZE, onProblem: (error) => setProblem(explain(error, listProblemInWords)) },
    );
    return () => client[Symbol.dispose]();
  }, [explain]);

  const client = useCallback((): ReportsClient => {
    if (!clientRef.current) throw new Error('The page is not mounted.');
    return clientRef.current;
  }, []);

  /** What an order is likely to take. */
  const askEstimate = useCallback<AskEstimate>(
    async (wanted, signal) => {
      try {
        return await client().estimate(wanted, { signal });
      } catch (error) {
        if (!signal.aborted) explain(error);
        throw error;
      }
    },
    [client, explain],
  );

  /** Puts the order in the list at once, then sends it; resolves with the problems of its fields, if any. */
  async function order(
    wanted: Order,
    reportId = makeReportId(),
  ): Promise<FieldProblems | undefined> {
    dispatch({ type: 'ordered', reportId, order: wanted, nowMs: Date.now() });
    try {
      const report = await client().generate({ ...wanted, reportId });
      dispatch({ type: 'reported', reports: [report], nowMs: Date.now() });
      return undefined;
    } catch (error) {
      const fields = fieldProblemsOf(error);
      if (fields) {
        dispatch({ type: 'dismissed', reportId });
        say('The order was refused. The form says why.', true);
        return fields;
      }
      dispatch({ type: 'unsent', reportId, problem: explain(error) });
      return undefined;
    }
  }

  /** Saves the file by a link made now; a link is never kept. */
  async function download({ reportId }: Row, name: string): Promise<void> {
    try {
      const read = await client().get(reportId);
      if (read?.download) {
        saveFile(read.download);
        say(`${name}: saving ${read.download.filename}.`);
      } else if (read?.status === 'SUCCEEDED') {
        say(`${name}: the link could not be made. Try again.`, true);
      } else {
        say(`${name}: the file is no longer kept. Run the report again.`, true);
      }
    } catch (error) {
      say(`${name}: ${explain(error)}`, true);
    }
  }

  /** Asks the work to stop; the row says that it is stopping until it has. */
  async function cancel(row: Row): Promise<void> {
    const { reportId } = row;
    const { name } = describeRow(row);
    dispatch({ type: 'cancelling', reportId });
    say(`${name}: stopping.`);
    try {
      const report = await client().cancel(reportId);
      dispatch({ type: 'reported', reports: [report], nowMs: Date.now() });
    } catch (error) {
      dispatch({ type: 'not-cancelled', reportId });
      if (!isAlreadyFinished(error)) return say(`${name}: not stopped. ${explain(error)}`, true);
      say(`${name} had ended before it could be stopped.`);
      await read(reportId).catch(() => undefined); // the push of its end is on its way
    }
  }

  /** Reads one report now. */
  async function checkNow(row: Row): Promise<void> {
    try {
      if (await read(row.reportId)) say(`${describeRow(row).name}: checked.`);
    } catch (error) {
      say(explain(error), true);
    }
  }

  /** Brings the row up to date; false when there is no such report any more. */
  async function read(reportId: string): Promise<boolean> {
    const found = await client().get(reportId);
    if (!found) {
      dispatch({ type: 'dismissed', reportId });
      return false;
    }
    const { download: _link, ...report } = found;
    dispatch({ type: 'reported', reports: [report], nowMs: Date.now() });
    return true;
  }

  /** Adds the next page of older reports. */
  async function showOlder(): Promise<void> {
    try {
      older.current ??= (await client().list({ first: PAGE_SIZE })).nextToken;
      if (older.current !== null) {
        const page = await client().list({ first: PAGE_SIZE, after: older.current });
        dispatch({ type: 'reported', reports: page.items, nowMs: Date.now() });
        older.current = page.nextToken;
      }
      setHasOlder(older.current !== null);
    } catch (error) {
      say(explain(error), true);
    }
  }

  function say(text: string, isAlert = false): void {
    dispatch({ type: 'said', news: { text, isAlert } });
  }

  return {
    ...state,
    connection,
    hasRead,
    problem,
    hasOlder: hasOlder && state.rows.length >= PAGE_SIZE,
    order,
    dismiss: ({ reportId }: Row): void => dispatch({ type: 'dismissed', reportId }),
    download,
    cancel,
    askEstimate,
    checkNow,
    showOlder,
  };
}
