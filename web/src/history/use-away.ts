import { useEffect, useRef, useState } from 'react';

/** Whether the reader has scrolled on, so that the marked element lies above what is seen. */
export function useAway<Marked extends Element>() {
  const ref = useRef<Marked>(null);
  const [isAway, setAway] = useState(false);

  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new IntersectionObserver(([entry]) => {
      if (entry) setAway(!entry.isIntersecting && entry.boundingClientRect.top < 0);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  return { ref, isAway };
}

const NOTHING_KNOWN: ReadonlySet<string> = new Set();

/** The ids there were when the reader last was at the top; none while they are there. */
export function useKnown(ids: readonly string[], isAway: boolean): ReadonlySet<string> {
  const [known, setKnown] = useState(NOTHING_KNOWN);
  const latest = useRef(ids);
  useEffect(() => {
    latest.current = ids;
  });
  const hasAny = ids.length > 0;
  useEffect(() => {
    setKnown(isAway && hasAny ? new Set(latest.current) : NOTHING_KNOWN);
  }, [isAway, hasAny]);
  return known;
}
