/** How a command ends; `--help` tells the same. */
export const EXIT_DONE = 0;
/** The report failed or has expired, or its file could not be fetched whole. */
export const EXIT_REPORT_FAILED = 1;
/** The command was wrong, or the server refused what was asked. */
export const EXIT_USAGE = 2;
/** Nobody answers, or nobody is signed in. */
export const EXIT_NO_SERVICE = 3;
/** The report was cancelled while it was waited for. */
export const EXIT_CANCELLED = 4;
/** 128 + SIGINT, as shells count. */
export const EXIT_INTERRUPTED = 130;
