/** How often a report is started before it fails. */
export const MAX_ATTEMPTS = 3;

/** How often a report is started again that nobody takes up: after 1, 2, 4, 8 and 16 leases. */
export const MAX_REDRIVES = 5;

/** How often recovery looks after a query that a report waits for, a lease apart, before the attempt is lost. */
export const MAX_LOOKS = 240;

/** The longest title, in characters. */
export const MAX_TITLE_CHARACTERS = 120;

/** The largest page of `listReports`. */
export const MAX_PAGE_SIZE = 100;
