/** What a sheet can hold. */
// documented: https://support.microsoft.com/en-us/office/excel-specifications-and-limits-1672b34d-7043-467e-8e27-269d656771c3

/** Rows below the header: 1,048,576 less one. */
export const MAX_ROWS = 1_048_575;
export const MAX_COLUMNS = 16_384;
/** UTF-16 units of one cell's text. */
export const MAX_TEXT_CHARACTERS = 32_767;
/** Excel keeps 15 significant digits of a number; a longer one would be changed without a word. */
export const MAX_EXACT_NUMBER = 999_999_999_999_999;
/** UTF-16 units of a sheet's name. */
export const MAX_SHEET_NAME_CHARACTERS = 31;
/** 1900-03-01. Before it Excel's calendar has a 29 February 1900 that never was, so serials mean different days to different readers. */
// documented: https://learn.microsoft.com/en-us/troubleshoot/microsoft-365-apps/excel/wrongly-assumes-1900-is-leap-year
export const FIRST_DATE_SERIAL = 61;
/** 9999-12-31. */
export const LAST_DATE_SERIAL = 2_958_465;
/** The serial of 1970-01-01. */
export const EPOCH_SERIAL = 25_569;
