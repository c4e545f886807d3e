import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import {
  createReportsClient,
  isSignedOut,
  makeReportId,
  type Connection,
  type ReportsClient,
} from '../../client/index.ts';
import { saveFile } from './save-file.ts';
import type { FieldProblems, Order } from './order.ts';
import { fieldProblemsOf, listProblemInWords, problemInWords } from './problems.ts';
import { describeRow, NO_ROWS, reduceRows, type Row } from './rows.ts';

const PAGE_SIZE = 50;
const READ_WITHOUT_PUSHES_MS = 5_000;

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

  // `watchAll` reads on its timer only when one was set before the connection broke: an idle page would neither
  // see news nor learn that its session has ended.
  useEffect(() => {
    if (connection !== 'reconnecting') return;
    const read = async (): Promise<void> => {
      try {
        const page = await clientRef.current?.list({ first: PAGE_SIZE });
        setProblem(undefined);
        dispatch({ type: 'reported', reports: page?.items ?? [], nowMs: Date.now() });
      } catch (error) {
        setProblem(explain(error, listProblemInWords));
      }
    };
    const timer = setInterval(() => void read(), READ_WITHOUT_PUSHES_MS);
    return () => clearInterval(timer);
  }, [connection, explain]);

  const client = (): ReportsClient => {
    if (!clientRef.current) throw new Error('The page is not mounted.');
    return clientRef.current;
  };

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

  /** Reads one report now. */
  async function checkNow(row: Row): Promise<void> {
    try {
      const read = await client().get(row.reportId);
      if (!read) return dispatch({ type: 'dismissed', reportId: row.reportId });
      const { download: _link, ...report } = read;
      dispatch({ type: 'reported', reports: [report], nowMs: Date.now() });
      say(`${describeRow(row).name}: checked.`);
    } catch (error) {
      say(explain(error), true);
    }
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
    checkNow,
    showOlder,
  };
}
