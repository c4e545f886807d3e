import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Connection } from '../../client/index.ts';
import { connectionInWords } from './connection.ts';
import { useNow } from './use-now.ts';

const SETTLE_MS = 1_000;

interface ConnectionMarkProps {
  readonly connection: Connection;
  readonly hasUnfinished: boolean;
}

/** Says in words how news arrives; a trouble that is over within a second is not worth a word. */
export function ConnectionMark({ connection, hasUnfinished }: ConnectionMarkProps) {
  const [shown, setShown] = useState(() => ({ connection, sinceMs: Date.now() }));
  const isOnline = useSyncExternalStore(subscribeToNetwork, () => navigator.onLine);
  const nowMs = useNow(SETTLE_MS);

  useEffect(() => {
    const sinceMs = Date.now();
    const show = (): void => setShown({ connection, sinceMs });
    const timer = setTimeout(show, connection === 'live' ? 0 : SETTLE_MS);
    return () => clearTimeout(timer);
  }, [connection]);

  const { word, meaning } = connectionInWords({
    connection: shown.connection,
    isOnline,
    hasUnfinished,
    forMs: nowMs - shown.sinceMs,
  });
  return (
    <p
      className="connection"
      data-connection={isOnline ? shown.connection : 'offline'}
      title={meaning}
    >
      <span className="visually-hidden">Connection: </span>
      {word}
    </p>
  );
}

function subscribeToNetwork(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}
