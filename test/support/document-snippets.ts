import { readFile } from 'node:fs/promises';

/** A fenced block of a document. */
export interface Snippet {
  readonly language: string;
  /** What the block's first line, a comment, names; undefined when it names nothing. */
  readonly file: string | undefined;
  readonly text: string;
}

/** The fenced blocks below the heading `## <heading>`, up to the next heading of that level. */
export async function readSnippets(document: string, heading: string): Promise<Snippet[]> {
  const sections = (await readFile(document, 'utf8')).split(/^## /m);
  const section = sections.find((each) => each.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`${document} has no heading "${heading}".`);
  return [...section.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(
    ([, language = '', text = '']) => ({
      language,
      file: /^(?:\/\/|#) (\S+\.\w+)\n/.exec(text)?.[1],
      text,
    }),
  );
}
