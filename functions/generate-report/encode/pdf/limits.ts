/** A PDF is for reading: more rows are refused, with a format that holds them named. */
export const MAX_ROWS = 50_000;
/** More columns than this cannot be read on A4, even in the smallest type. */
export const MAX_COLUMNS = 24;
/** Rows looked at to choose the type size and the widths of the columns; they are held until then. */
export const SAMPLE_ROWS = 200;
/** Lines of one cell of text before it is cut. */
export const MAX_CELL_LINES = 6;
/**
 * A tagged cell costs about 150 bytes of file and 600 bytes of memory until the end, so that only documents
 * of up to this many cells are tagged for screen readers.
 */
export const MAX_TAGGED_CELLS = 20_000;
