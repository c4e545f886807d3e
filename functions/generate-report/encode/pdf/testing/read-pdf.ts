import { getDocument, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** A piece of text and where it stands, in points from the page's lower left corner. */
export interface Piece {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly baseline: number;
}

export interface ReadPage {
  /** Pieces by lines from top to bottom, each from left to right. */
  readonly lines: readonly (readonly Piece[])[];
}

/** What pdf.js makes of a PDF. */
export async function readPdf(bytes: Uint8Array): Promise<{
  pages: ReadPage[];
  info: Record<string, unknown>;
  /** The texts of the table's cells by rows, as a screen reader is told them; empty when not tagged. */
  taggedRows: string[][];
}> {
  const task = getDocument({ data: new Uint8Array(bytes), verbosity: 0 });
  const document = await task.promise;
  const pages: ReadPage[] = [];
  const taggedRows: string[][] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    pages.push({ lines: await readLines(page) });
    taggedRows.push(...(await readTaggedRows(page)));
    page.cleanup();
  }
  const { info } = await document.getMetadata();
  await task.destroy();
  return { pages, info: info as Record<string, unknown>, taggedRows };
}

/** A line's text without any white space, which pdf.js and print disagree on. */
export function squash(line: readonly Piece[]): string {
  return line.map(({ text }) => text.replaceAll(/\s/g, '')).join('');
}

async function readLines(page: PDFPageProxy): Promise<Piece[][]> {
  const { items } = await page.getTextContent();
  const pieces = items.flatMap((item) => {
    if (!('str' in item) || item.str.trim() === '') return [];
    const [, , , , left = 0, baseline = 0] = item.transform as number[];
    return [{ text: item.str, left, right: left + item.width, baseline }];
  });
  const lines = Map.groupBy(pieces, ({ baseline }) => Math.round(baseline));
  return [...lines]
    .sort(([a], [b]) => b - a)
    .map(([, line]) => line.toSorted((a, b) => a.left - b.left));
}

interface Node {
  readonly role?: string;
  readonly id?: string;
  readonly children?: readonly Node[];
}

async function readTaggedRows(page: PDFPageProxy): Promise<string[][]> {
  const tree = (await page.getStructTree()) as Node | null;
  if (!tree) return [];
  const texts = new Map<string, string>();
  // Null and undefined are spans inside an element.
  const open: (string | null | undefined)[] = [];
  const { items } = await page.getTextContent({ includeMarkedContent: true });
  for (const item of items) {
    if ('str' in item) {
      const id = open.findLast((marked) => typeof marked === 'string');
      const text = item.str + (item.hasEOL ? ' ' : '');
      if (typeof id === 'string') texts.set(id, (texts.get(id) ?? '') + text);
    } else if (item.type === 'endMarkedContent') open.pop();
    else open.push(item.id);
  }
  // Every page's tree names all rows of the table; those of other pages have no content here.
  return rowsIn(tree)
    .map(({ children = [] }) => children.map((cell) => contentOf(cell, texts)))
    .filter((cells) => cells.some((cell) => cell !== undefined))
    .map((cells) => cells.map((cell) => cell?.trim() ?? ''));
}

function rowsIn(node: Node): Node[] {
  if (node.role === 'TR') return [node];
  return (node.children ?? []).flatMap(rowsIn);
}

/** Undefined when nothing of the element is on this page. */
function contentOf(node: Node, texts: ReadonlyMap<string, string>): string | undefined {
  if (node.id !== undefined) return texts.get(node.id);
  const contents = (node.children ?? []).map((child) => contentOf(child, texts));
  const present = contents.filter((content) => content !== undefined);
  return present.length > 0 ? present.join('') : undefined;
}
