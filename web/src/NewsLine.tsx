import type { News } from './rows.ts';

/**
 * The one place where changes are told, also by voice. Both regions are always there, empty at first:
 * assistive technology misses what comes into the page together with its region.
 */
export function NewsLine({ news, count }: { news: News | undefined; count: number }) {
  return (
    <div className="news">
      <p role="status">{news && !news.isAlert && <span key={count}>{news.text}</span>}</p>
      <p role="alert">{news?.isAlert && <span key={count}>{news.text}</span>}</p>
    </div>
  );
}
