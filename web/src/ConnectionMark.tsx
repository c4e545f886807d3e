import { useEffect, useState } from 'react';
import type { Connection } from '../../client/index.ts';

const SETTLE_MS = 1_000;

const WORDS: Readonly<Record<Connection, { word: string; meaning: string }>> = {
  live: { word: 'Live', meaning: 'Changes arrive as they happen.' },
  connecting: { word: 'Checking', meaning: 'The list is read; changes are being subscribed to.' },
  reconnecting: {
    word: 'Reconnecting',
    meaning: 'Changes arrive a little later: the list is read every few seconds.',
  },
  off: { word: 'Not connected', meaning: 'Reload the page to see changes.' },
};

/** Says in words how news arrives; a trouble that is over within a second is not worth a word. */
export function ConnectionMark({ connection }: { connection: Connection }) {
  const [shown, setShown] = useState(connection);

  useEffect(() => {
    const timer = setTimeout(() => setShown(connection), connection === 'live' ? 0 : SETTLE_MS);
    return () => clearTimeout(timer);
  }, [connection]);

  const { word, meaning } = WORDS[shown];
  return (
    <p className="connection" data-connection={shown} title={meaning}>
      <span className="visually-hidden">Connection: </span>
      {word}
    </p>
  );
}
