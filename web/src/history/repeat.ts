import type { Report } from '../../../client/index.ts';

/** Failures that the same order would meet again. */
const NEEDS_CHANGES: ReadonlySet<string> = new Set(['TOO_LARGE_FOR_FORMAT', 'INVALID_DATA']);

/** How a report without a file is best asked for again: as it was, or with something changed. */
export function wayToRepeat({ status, error }: Report): 'again' | 'changed' | undefined {
  switch (status) {
    case 'CANCELLED':
    case 'EXPIRED':
      return 'again';
    case 'SUCCEEDED':
      // Its time can be over before the row says so.
      return 'again';
    case 'FAILED':
      return error?.retryable && !NEEDS_CHANGES.has(error.code) ? 'again' : 'changed';
    default:
      return undefined;
  }
}
