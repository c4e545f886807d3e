import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react';
import {
  createReportsClient,
  isSignedOut,
  type Connection,
  type ReportsClient,
} from '../../../client/index.ts';
import { listProblemInWords, problemInWords } from '../problems.ts';
import { createActions } from './actions.ts';
import { NO_ROWS, reduceRows } from './rows.ts';
import { useOlder } from './use-older.ts';

/** How many of the newest are read at once; older ones come page by page, when somebody wants them. */
const FIRST = 50;

/** The reader's reports, live, and what can be done with them. */
export type Reports = ReturnType<typeof useReports>;

/** Keeps the list up to date while mounted. `onSignedOut` is called when the API no longer knows the reader. */
export function useReports(onSignedOut: (notice: string) => void) {
  const [state, dispatch] = useReducer(reduceRows, NO_ROWS);
  const [connection, setConnection] = useState<Connection>('connecting');
  const [hasRead, setHasRead] = useState(false);
  const [problem, setProblem] = useState<string>();
  const clientRef = useRef<ReportsClient>(undefined);
  const [isOpen, setOpen] = useState(false);

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
    setOpen(true);
    client.watchAll(
      (reports) => {
        setProblem(undefined);
        setHasRead(true);
        dispatch({ type: 'watched', reports, nowMs: Date.now() });
      },
      {
        first: FIRST,
        onProblem: (error) => setProblem(explain(error, listProblemInWords)),
        onDeleted: ({ reportId }) => dispatch({ type: 'deleted', reportId }),
      },
    );
    return () => client[Symbol.dispose]();
  }, [explain]);

  const client = useCallback((): ReportsClient => {
    if (!clientRef.current) throw new Error('The page is not mounted.');
    return clientRef.current;
  }, []);

  const actions = useMemo(
    () => createActions({ client, dispatch, explain, now: Date.now }),
    [client, explain],
  );
  const older = useOlder({ client, dispatch, explain, first: FIRST });

  return {
    ...state,
    connection,
    hasRead,
    problem,
    actions,
    /** Whether `client` can be asked for; not yet while the page is drawn for the first time. */
    isOpen,
    client,
    explain,
    hasOlder: older.hasMore && state.watched.size >= FIRST,
    readOlder: older.readMore,
  };
}
