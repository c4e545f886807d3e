/** A piece of text put in before the character at `offset`. */
export interface Insertion {
  readonly offset: number;
  readonly text: string;
}

/** Text with insertions, and the way back from it. */
export interface EditedText {
  readonly text: string;
  /** Where a character of the edited text was; inserted text counts as the character after it. */
  originalOffset(editedOffset: number): number;
}

/** Puts all insertions in; those at one offset keep their order. */
export function insertAll(original: string, insertions: readonly Insertion[]): EditedText {
  const ordered = insertions.toSorted((one, other) => one.offset - other.offset);
  let text = '';
  let copiedTo = 0;
  const ends: { readonly edited: number; readonly original: number }[] = [];
  for (const { offset, text: inserted } of ordered) {
    text += original.slice(copiedTo, offset) + inserted;
    copiedTo = offset;
    ends.push({ edited: text.length, original: offset });
  }
  text += original.slice(copiedTo);
  return {
    text,
    originalOffset(editedOffset) {
      let base = { edited: 0, original: 0 };
      for (const end of ends) {
        if (end.edited > editedOffset) {
          // Inside inserted text, or in the original text before it.
          return Math.min(base.original + (editedOffset - base.edited), end.original);
        }
        base = end;
      }
      return base.original + (editedOffset - base.edited);
    },
  };
}
