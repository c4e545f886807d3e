/** A part of a document between `<!-- name -->` and `<!-- /name -->`. */
export type Parts = Readonly<Record<string, string>>;

/** Puts parts into a document; throws when it has no place for one. */
export function withParts(text: string, parts: Parts): string {
  return Object.entries(parts).reduce((whole, [name, part]) => {
    const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    const [from, to] = [whole.indexOf(begin), whole.indexOf(end)];
    if (from === -1 || to < from) throw new Error(`The document has no part ${begin} … ${end}.`);
    return `${whole.slice(0, from + begin.length)}\n\n${part}\n\n${whole.slice(to)}`;
  }, text);
}
