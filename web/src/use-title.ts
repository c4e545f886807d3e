import { useEffect } from 'react';

/** What a tab's title counts. */
export interface TitleCounts {
  readonly unfinished: number;
  /** Ended while the reader was away. */
  readonly unseen: number;
}

const APPLICATION = 'Reports';

/** Titles the tab: `(2) Reports` while two are under way, `1 new · Reports` when one came while nobody looked. */
export function useTitle(counts: TitleCounts, page?: string): void {
  const title = titleOf(counts, page);
  useEffect(() => {
    document.title = title;
    return () => {
      document.title = APPLICATION;
    };
  }, [title]);
}

export function titleOf({ unfinished, unseen }: TitleCounts, page?: string): string {
  const name = page === undefined ? APPLICATION : `${page} – ${APPLICATION}`;
  if (unfinished > 0) return `(${unfinished}) ${name}`;
  return unseen > 0 ? `${unseen} new · ${name}` : name;
}
