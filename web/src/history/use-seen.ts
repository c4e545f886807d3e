import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Row } from './rows.ts';
import { isUnseen, onLeaving, readSeen, withSeen, writeSeen } from './seen.ts';
import { isUnfinished, standingOf } from './status.ts';

/** Which reports ended while the reader was away; every tab of this browser agrees. */
export interface SeenReports {
  readonly unseen: ReadonlySet<string>;
  readonly see: (reportId: string) => void;
}

/** `rows` are undefined until they were read: who leaves before has seen nothing. */
export function useSeen(userId: string, rows: readonly Row[] | undefined): SeenReports {
  const key = `reports-seen:${userId}`;
  const [seen, setSeen] = useState(() => readSeen(stored(key), Date.now()));
  const latest = useRef({ seen, rows });
  const tabs = useRef<BroadcastChannel>(undefined);
  const running = useRef(new Set<string>());

  const see = useCallback((...reportIds: string[]) => {
    setSeen((current) => withSeen(current, reportIds));
    tabs.current?.postMessage(reportIds);
  }, []);

  // What ends before the reader's eyes is seen, in other tabs too.
  useEffect(() => {
    latest.current = { seen, rows };
    if (!rows) return;
    const ended = rows.filter(
      (row) => running.current.has(row.reportId) && !isUnfinished(standingOf(row, 0)),
    );
    running.current = new Set(
      rows.filter((row) => isUnfinished(standingOf(row, 0))).map(({ reportId }) => reportId),
    );
    if (ended.length > 0 && document.visibilityState === 'visible') {
      see(...ended.map(({ reportId }) => reportId));
    }
  }, [seen, rows, see]);

  useEffect(() => {
    const channel = new BroadcastChannel(key);
    tabs.current = channel;
    channel.onmessage = ({ data }: MessageEvent<string[]>) =>
      setSeen((current) => withSeen(current, data));
    const close = (): void => {
      const { seen: known, rows: shown } = latest.current;
      if (!shown) return;
      const left = onLeaving(known, shown, Date.now());
      store(key, writeSeen(left));
      setSeen(left);
    };
    const leave = (): void => {
      if (document.visibilityState === 'hidden') close();
    };
    document.addEventListener('visibilitychange', leave);
    window.addEventListener('pagehide', close);
    return () => {
      close();
      document.removeEventListener('visibilitychange', leave);
      window.removeEventListener('pagehide', close);
      channel.close();
      tabs.current = undefined;
    };
  }, [key]);

  const unseen = useMemo(
    () =>
      new Set((rows ?? []).filter((row) => isUnseen(row, seen)).map(({ reportId }) => reportId)),
    [rows, seen],
  );
  return useMemo(() => ({ unseen, see }), [unseen, see]);
}

/** A browser may refuse to store: then nothing is new at the next visit. */
function stored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function store(key: string, text: string): void {
  try {
    localStorage.setItem(key, text);
  } catch {
    // As above.
  }
}
