import { useCallback, useRef, useState } from 'react';
import type { ReportsClient } from '../../../client/index.ts';
import type { RowsAction } from './rows.ts';

interface OlderOptions {
  readonly client: () => ReportsClient;
  readonly dispatch: (action: RowsAction) => void;
  readonly explain: (error: unknown) => string;
  /** How many the list has without any of these. */
  readonly first: number;
}

const PAGE_SIZE = 100;

/** Reads older reports into the list, a page at a time and never two at once. */
export function useOlder({ client, dispatch, explain, first }: OlderOptions) {
  const [hasMore, setHasMore] = useState(true);
  /** Where the next page begins: undefined before the first, null behind the last. */
  const next = useRef<string | null>(undefined);
  const isReading = useRef(false);

  const readMore = useCallback(async (): Promise<void> => {
    if (isReading.current) return;
    isReading.current = true;
    try {
      next.current ??= (await client().list({ first })).nextToken;
      if (next.current !== null) {
        const page = await client().list({ first: PAGE_SIZE, after: next.current });
        dispatch({ type: 'reported', reports: page.items, nowMs: Date.now() });
        next.current = page.nextToken;
      }
      setHasMore(next.current !== null);
    } catch (error) {
      dispatch({ type: 'said', news: { text: explain(error), isAlert: true } });
      setHasMore(false);
    } finally {
      isReading.current = false;
    }
  }, [client, dispatch, explain, first]);

  return { hasMore, readMore };
}
