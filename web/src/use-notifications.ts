import { useEffect, useState } from 'react';
import type { News } from './history/news.ts';
import { navigate, reportPath } from './use-route.ts';

const KEY = 'reports-notify';

export type Notifying = 'on' | 'off' | 'blocked' | 'unavailable';

/** Tells the end of a report by the system, when the reader wants that and does not look at the page. */
export function useNotifications(news: News | undefined, alert: News | undefined) {
  const [state, setState] = useState(readState);

  useNotification(news, state === 'on');
  useNotification(alert, state === 'on');

  /** Asks for permission only here: from a click. */
  async function toggle(): Promise<void> {
    if (state === 'on') {
      keep('');
      setState('off');
      return;
    }
    const permission = await Notification.requestPermission();
    if (permission === 'granted') keep('on');
    setState(permission === 'granted' ? 'on' : permission === 'denied' ? 'blocked' : 'off');
  }

  return { state, toggle };
}

function useNotification(news: News | undefined, isOn: boolean): void {
  useEffect(() => {
    if (!news?.isEnd || !isOn || !document.hidden) return;
    const { text, reportId } = news;
    // One for a report, whichever tab is first.
    const notification = new Notification('Reports', { body: text, tag: reportId ?? text });
    notification.onclick = () => {
      window.focus();
      if (reportId !== undefined) navigate(reportPath(reportId));
      notification.close();
    };
  }, [news, isOn]);
}

function readState(): Notifying {
  if (!('Notification' in window)) return 'unavailable';
  if (kept() !== 'on') return 'off';
  if (Notification.permission === 'denied') return 'blocked';
  return Notification.permission === 'granted' ? 'on' : 'off';
}

/** A browser may refuse to store: then it is asked again at the next visit. */
function kept(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function keep(value: string): void {
  try {
    localStorage.setItem(KEY, value);
  } catch {
    // As above.
  }
}
