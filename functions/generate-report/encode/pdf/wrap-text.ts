/** Lines of a text, each at most as wide as asked. */
export interface Wrapped {
  readonly lines: readonly string[];
  /** Whether text was left out, which the last line's … shows. */
  readonly isCut: boolean;
}

/** The width of a text, in the unit of `width`. */
export type Measure = (text: string) => number;

const ELLIPSIS = '…';
const LINE_END = /\r\n|[\n\r\u0085\u2028\u2029]/;
// After a space or hyphen, and around the characters of scripts written without spaces.
const BREAK_AFTER =
  /(?<=[\s\-/,;])(?=[^\s])|(?<=[\u2E80-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF\uFF00-\uFFEF])|(?=[\u2E80-\u9FFF\uAC00-\uD7AF])/u;

/**
 * Breaks `text` at line ends, then between words, and inside a word only where it does not fit a line alone.
 * A line keeps the space it ends with, so that copied text has it; the width does not count it.
 */
export function wrapText(text: string, width: number, maxLines: number, measure: Measure): Wrapped {
  const lines: string[] = [];
  const paragraphs = text.replaceAll('\t', ' ').split(LINE_END);
  for (const [index, paragraph] of paragraphs.entries()) {
    // One line more than asked shows that there is more.
    if (lines.length > maxLines) break;
    const last = index === paragraphs.length - 1;
    addLines(last ? paragraph : `${paragraph} `, width, maxLines + 1, measure, lines);
  }
  if (lines.length <= maxLines) return { lines, isCut: false };
  const kept = lines.slice(0, maxLines);
  kept[maxLines - 1] = withEllipsis(kept[maxLines - 1] ?? '', width, measure);
  return { lines: kept, isCut: true };
}

function addLines(
  paragraph: string,
  width: number,
  maxLines: number,
  measure: Measure,
  lines: string[],
): void {
  const fits = (line: string): boolean => measure(line.trimEnd()) <= width;
  if (fits(paragraph)) return void lines.push(paragraph);
  let line = '';
  for (const word of paragraph.split(BREAK_AFTER)) {
    if (lines.length >= maxLines) return;
    if (fits(line + word)) {
      line += word;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (!fits(line) && lines.length < maxLines) {
      const head = longestHead(line, width, measure);
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  if (line !== '') lines.push(line);
}

/** As many characters as fit; at least one, so that there is an end to it. */
function longestHead(text: string, width: number, measure: Measure): string {
  let head = '';
  for (const character of text) {
    if (head !== '' && measure(head + character) > width) break;
    head += character;
  }
  return head;
}

function withEllipsis(line: string, width: number, measure: Measure): string {
  const characters = Array.from(line);
  while (characters.length > 0 && measure(characters.join('') + ELLIPSIS) > width) characters.pop();
  return characters.join('').trimEnd() + ELLIPSIS;
}
