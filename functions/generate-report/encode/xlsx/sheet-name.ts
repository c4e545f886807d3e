import { MAX_SHEET_NAME_CHARACTERS } from './limits.ts';

/**
 * A title as a sheet's name: at most 31 characters, none of `[ ] : * ? / \`, no apostrophe at an end, not empty, and
 * not `History`, which Excel keeps for itself.
 */
// documented: https://support.microsoft.com/en-us/office/rename-a-worksheet-3f1f7148-ee83-404d-8ef0-9ff99fbad1f9
export function toSheetName(title: string): string {
  const cleaned = title
    .toWellFormed()
    .replace(/[[\]:*?/\\\u0000-\u001f\u007f-\u009f\ufffd-\uffff]+/g, ' ')
    .replace(/\s+/g, ' ');
  const name = trim(cutWhole(trim(cleaned), MAX_SHEET_NAME_CHARACTERS));
  return name === '' || name.toLowerCase() === 'history' ? 'Report' : name;
}

/** The name of the sheet about the report, other than the data's. */
export function aboutName(dataName: string): string {
  return dataName.toLowerCase() === 'about' ? 'About this report' : 'About';
}

function trim(name: string): string {
  return name.replace(/^[\s']+|[\s']+$/g, '');
}

function cutWhole(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, '');
}
