import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** Lines of TypeScript that hold code: neither blank nor comment only. */
export function countLines(text: string): number {
  const source = ts.createSourceFile('counted.ts', text, ts.ScriptTarget.Latest, true);
  const lines = new Set<number>();
  const visit = (node: ts.Node): void => {
    const children = node.getChildren(source);
    if (children.length === 0 && node.getWidth(source) > 0) {
      const { line: first } = source.getLineAndCharacterOfPosition(node.getStart(source));
      const { line: last } = source.getLineAndCharacterOfPosition(node.getEnd());
      for (let line = first; line <= last; line++) lines.add(line);
    }
    for (const child of children) if (!ts.isJSDoc(child)) visit(child);
  };
  visit(source);
  return lines.size;
}

/** The lines of several files together. */
export function countLinesOf(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + countLines(readFileSync(file, 'utf8')), 0);
}
