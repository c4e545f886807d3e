interface PagerProps {
  readonly page: number;
  readonly pages: number;
  /** Whether there may be more behind the last page. */
  readonly hasMore: boolean;
  readonly onPage: (page: number) => void;
}

/** Newer and older; both buttons stay where they are, so that the focus does. */
export function Pager({ page, pages, hasMore, onPage }: PagerProps) {
  if (pages === 1 && page === 1 && !hasMore) return null;
  const isLast = page >= pages && !hasMore;
  return (
    <nav className="pager" aria-label="Pages of reports">
      <button type="button" aria-disabled={page === 1} onClick={() => page > 1 && onPage(page - 1)}>
        Newer
      </button>
      <p>
        Page {page}
        {hasMore ? '' : ` of ${pages}`}
      </p>
      <button type="button" aria-disabled={isLast} onClick={() => !isLast && onPage(page + 1)}>
        Older
      </button>
    </nav>
  );
}
