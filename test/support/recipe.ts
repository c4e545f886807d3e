import { spawnSync } from 'node:child_process';
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** One change a document tells to make, as it tells it. */
interface Change {
  readonly file: string;
  /** `new`, `end`, or the text after which, or instead of which, to write. */
  readonly place: 'new' | 'end' | { readonly after: string } | { readonly insteadOf: string };
  readonly text: string;
}

const WHERE =
  /^(?:A new file `(?<new>[^`]+)`|At the end of `(?<end>[^`]+)`|In `(?<file>[^`]+)`, (?<how>after|instead of) `(?<text>[^`]+)`):\n\n```\w+\n(?<code>[\s\S]*?)^```$/gm;

/** Reads the changes below the heading `### <heading>`, in their order. */
export async function readRecipe(document: string, heading: string): Promise<Change[]> {
  const sections = (await readFile(document, 'utf8')).split(/^#{2,3} /m);
  const section = sections.find((each) => each.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`${document} has no heading "${heading}".`);
  return [...section.matchAll(WHERE)].map(({ groups = {} }) => changeOf(groups));
}

function changeOf(groups: Readonly<Record<string, string | undefined>>): Change {
  const { code = '', how, text = '' } = groups;
  if (groups['new'] !== undefined) return { file: groups['new'], place: 'new', text: code };
  if (groups['end'] !== undefined) return { file: groups['end'], place: 'end', text: code };
  const place = how === 'after' ? { after: text } : { insteadOf: text };
  return { file: groups['file'] ?? '', place, text: code };
}

/** The lines of the last `sh` block below the heading: what to run once all is changed. */
export async function readCommands(document: string, heading: string): Promise<string[]> {
  const sections = (await readFile(document, 'utf8')).split(/^#{2,3} /m);
  const section = sections.find((each) => each.startsWith(`${heading}\n`)) ?? '';
  const [, commands = ''] = [...section.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].at(-1) ?? [];
  return commands.trim().split('\n');
}

/** Makes the changes; rejects when a place is not there exactly once, or a new file is not new. */
export async function followRecipe(root: string, changes: readonly Change[]): Promise<void> {
  for (const { file, place, text } of changes) {
    const target = path.join(root, file);
    if (place === 'new') {
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(target, text, { flag: 'wx' });
      continue;
    }
    const before = await readFile(target, 'utf8');
    await writeFile(target, changed(before, place, text, file));
  }
}

function changed(
  before: string,
  place: Exclude<Change['place'], 'new'>,
  text: string,
  file: string,
): string {
  if (place === 'end') return `${before}\n${text}`;
  const wanted = 'after' in place ? place.after : place.insteadOf;
  const [head = '', tail, ...more] = before.split(wanted);
  if (tail === undefined || more.length > 0) {
    throw new Error(
      `${file} must have "${wanted}" once, and has it ${more.length + (tail === undefined ? 0 : 1)} times.`,
    );
  }
  return 'after' in place
    ? `${head}${wanted}\n${text}${tail.replace(/^\n/, '')}`
    : `${head}${text.trimEnd()}${tail}`;
}

/** A copy of what git knows of this checkout, with its packages. */
export async function copyCheckout(directory: string): Promise<void> {
  const listed = spawnSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  if (listed.status !== 0) throw new Error(`git could not list the files: ${listed.stderr}`);
  for (const file of listed.stdout
    .split('\0')
    .filter((name) => name !== '' && name !== 'node_modules')) {
    await cp(file, path.join(directory, file), { recursive: true }).catch(ignoreMissing);
  }
  await symlink(path.resolve('node_modules'), path.join(directory, 'node_modules'));
}

/** A file that was deleted and not yet committed is still listed. */
function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
