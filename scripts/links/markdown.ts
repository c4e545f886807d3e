import GithubSlugger from 'github-slugger';
import MarkdownIt, { type Token } from 'markdown-it';

/** A link as a document has it. */
export interface Link {
  /** As a browser would ask for it, without a title. */
  readonly target: string;
  /** From 1. */
  readonly line: number;
}

/** An inline piece of a document, and the line it stands on, from 1. */
interface Piece {
  readonly token: Token;
  readonly line: number;
}

const HTML_LINK = /<(?:a|img|source)\b[^>]*?\b(?:href|src)=["']([^"']+)["']/g;
const HTML_ANCHOR = /<a\b[^>]*?\b(?:id|name)=["']([^"']+)["']/g;

/** The links of a document in Markdown, images and HTML included; what stands in code is none. */
export function readLinks(markdown: string): Link[] {
  return piecesOf(markdown).flatMap(({ token, line }) => {
    const own = token.attrGet('href') ?? token.attrGet('src');
    const targets = own === null ? htmlIn(token, HTML_LINK) : [String(own)];
    return targets.map((target) => ({ target, line }));
  });
}

/** The anchors a document has on GitHub: of its headings, and those it sets itself. */
export function readAnchors(markdown: string): Set<string> {
  const slugger = new GithubSlugger();
  const headings = parse(markdown).flatMap((token, index, all) =>
    token.type === 'heading_open' ? [slugger.slug(textOf(all[index + 1]))] : [],
  );
  const own = piecesOf(markdown).flatMap(({ token }) => htmlIn(token, HTML_ANCHOR));
  return new Set([...own, ...headings]);
}

function parse(markdown: string): Token[] {
  return new MarkdownIt({ html: true }).parse(markdown, {});
}

/** Links, images and HTML, wherever they stand; a line break in a paragraph counts as the line it is. */
function piecesOf(markdown: string): Piece[] {
  return parse(markdown).flatMap((token) => {
    let line = (token.map?.[0] ?? 0) + 1;
    if (!token.children) return [{ token, line }];
    return token.children.map((child) => {
      if (child.type === 'softbreak' || child.type === 'hardbreak') line++;
      return { token: child, line };
    });
  });
}

function htmlIn({ type, content }: Token, pattern: RegExp): string[] {
  if (!type.startsWith('html_')) return [];
  return [...content.matchAll(pattern)].map(([, found = '']) => found);
}

/** A heading's text as a reader sees it. */
function textOf(inline: Token | undefined): string {
  const seen = (inline?.children ?? []).filter(
    ({ type }) => type === 'text' || type === 'code_inline',
  );
  return seen.map(({ content }) => content).join('');
}
