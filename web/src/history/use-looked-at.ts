import { useEffect, useRef } from 'react';

/** How long a report must be on the screen to count as looked at. */
const LOOK_MS = 4_000;

/** Calls `onSeen` once what is new has been on the screen of a page that is looked at. */
export function useLookedAt(isNew: boolean, onSeen: () => void) {
  const ref = useRef<HTMLTableRowElement>(null);
  const latest = useRef(onSeen);
  useEffect(() => {
    latest.current = onSeen;
  });

  useEffect(() => {
    const element = ref.current;
    if (!isNew || !element) return;
    let isOnScreen = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      clearTimeout(timer);
      if (!isOnScreen || document.visibilityState !== 'visible') return;
      timer = setTimeout(() => latest.current(), LOOK_MS);
    };
    const observer = new IntersectionObserver(([entry]) => {
      isOnScreen = entry?.isIntersecting ?? false;
      look();
    });
    observer.observe(element);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
      document.removeEventListener('visibilitychange', look);
    };
  }, [isNew]);

  return ref;
}
