/** How long a generator may be silent before another may take its report over, in seconds. */
export const LEASE_SECONDS = 60;

/** How often a report is started before it fails. */
export const MAX_ATTEMPTS = 3;

/** The longest title, in characters. */
export const MAX_TITLE_CHARACTERS = 120;

/** The largest page of `listReports`. */
export const MAX_PAGE_SIZE = 100;
