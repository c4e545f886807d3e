import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { readAnchors, readLinks } from './markdown.ts';

/** A link and where it stands. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly target: string;
}

export interface Checked {
  /** Links to the network, which nobody follows here. */
  readonly external: readonly Place[];
  /** Links into the repository that lead nowhere, with why. */
  readonly broken: readonly (Place & { readonly why: string })[];
}

const SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const NOT_OURS = ['node_modules', '.git', '.local', 'cdk.out', 'dist'];

/** Follows every link of every document below `root` that leads to a file or an anchor there. */
export function checkLinks(root: string): Checked {
  const external: Place[] = [];
  const broken: Checked['broken'][number][] = [];
  const anchors = new Map<string, ReadonlySet<string>>();
  const anchorsOf = (file: string): ReadonlySet<string> => {
    const known = anchors.get(file) ?? readAnchors(readFileSync(file, 'utf8'));
    anchors.set(file, known);
    return known;
  };
  for (const file of documentsOf(root)) {
    for (const link of readLinks(readFileSync(path.join(root, file), 'utf8'))) {
      const place = { file, ...link };
      if (SCHEME.test(link.target)) external.push(place);
      else {
        const why = whyBroken(root, file, link.target, anchorsOf);
        if (why !== undefined) broken.push({ ...place, why });
      }
    }
  }
  return { external, broken };
}

function documentsOf(root: string): string[] {
  const exclude = (name: string): boolean => NOT_OURS.includes(path.basename(name));
  return globSync('**/*.md', { cwd: root, exclude }).sort();
}

function whyBroken(
  root: string,
  from: string,
  target: string,
  anchorsOf: (file: string) => ReadonlySet<string>,
): string | undefined {
  const [relative = '', anchor] = target.split('#', 2).map(decodeURIComponent);
  const file = relative ? path.join(root, path.dirname(from), relative) : path.join(root, from);
  if (path.relative(root, file).startsWith('..')) return 'it leads out of the repository';
  if (!existsSync(file)) return 'there is no such file';
  if (anchor === undefined) return undefined;
  if (statSync(file).isDirectory()) return 'a folder has no anchors';
  if (file.endsWith('.md')) {
    return anchorsOf(file).has(anchor) ? undefined : `there is no heading for #${anchor}`;
  }
  const [, line] = /^L(\d+)/.exec(anchor) ?? [];
  const lines = readFileSync(file, 'utf8').split('\n').length;
  return Number(line) <= lines ? undefined : `it has no place #${anchor}`;
}
