/** A link as a document has it. */
export interface Link {
  /** As written, without a title. */
  readonly target: string;
  /** From 1. */
  readonly line: number;
}

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
/** `[text](target "title")`, also of images; one pair of parentheses may be in the target. */
const INLINE = /\]\(\s*<?((?:[^\s()<>]|\([^\s()]*\))+)>?(?:\s+["'(][^)]*)?\s*\)/g;
const REFERENCE = /^ {0,3}\[[^\]]+\]:\s*<?([^\s>]+)/g;
const AUTOMATIC = /<(https?:\/\/[^\s>]+)>/g;
const HTML = /<(?:a|img|source)\b[^>]*?\b(?:href|src)=["']([^"']+)["']/g;
const HEADING = /^ {0,3}#{1,6}\s+(.+?)(?:\s+#+)?\s*$/;
const OWN_ANCHOR = /<a\b[^>]*?\b(?:id|name)=["']([^"']+)["']/g;

/** The links of a document in Markdown; what stands in code is none. */
export function readLinks(markdown: string): Link[] {
  return proseOf(markdown).flatMap((text, index) => {
    const withoutCode = text.replace(/(`+)(?!`).*?(?<!`)\1(?!`)/g, (code) =>
      ' '.repeat(code.length),
    );
    return [INLINE, REFERENCE, AUTOMATIC, HTML].flatMap((pattern) =>
      [...withoutCode.matchAll(pattern)].map(([, target = '']) => ({ target, line: index + 1 })),
    );
  });
}

/** The anchors a document has on GitHub: of its headings, and those it sets itself. */
export function readAnchors(markdown: string): Set<string> {
  const anchors = new Set<string>();
  for (const text of proseOf(markdown)) {
    for (const [, own = ''] of text.matchAll(OWN_ANCHOR)) anchors.add(own);
    const [, heading] = HEADING.exec(text) ?? [];
    if (heading === undefined) continue;
    const slug = slugOf(heading);
    let anchor = slug;
    for (let copy = 1; anchors.has(anchor); copy++) anchor = `${slug}-${copy}`;
    anchors.add(anchor);
  }
  return anchors;
}

/** A heading's anchor: its text in lower case, spaces as hyphens, without punctuation. */
function slugOf(heading: string): string {
  return heading
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<[^>]+>/g, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\s-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}

/** The lines of a document, those of fenced code emptied. */
function proseOf(markdown: string): string[] {
  let fence: string | undefined;
  return markdown.split('\n').map((text) => {
    const [, mark = ''] = FENCE.exec(text) ?? [];
    if (fence === undefined) {
      if (mark) fence = mark;
      return mark ? '' : text;
    }
    if (mark.startsWith(fence) && text.trim() === mark) fence = undefined;
    return '';
  });
}
