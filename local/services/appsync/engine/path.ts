import type { Path } from './errors.ts';

/** A path under construction: cheap to extend, read only when something goes wrong. */
export interface PathLink {
  readonly parent: PathLink | undefined;
  readonly key: string | number;
}

/** The path from the root to a link. */
export function pathOf(link: PathLink): Path {
  const path: (string | number)[] = [];
  for (let at: PathLink | undefined = link; at; at = at.parent) path.unshift(at.key);
  return path;
}
