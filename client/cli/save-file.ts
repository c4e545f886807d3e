import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReportFile } from '../download.ts';
import { ReportAbortedError, ReportDownloadError, isReportClientError } from '../errors.ts';
import { CliError } from './cli-error.ts';
import { createCrc64Nvme } from './crc64nvme.ts';

/** A file on its way, with the checksum it has: of one that was joined in storage it is S3's own. */
export interface CheckedFile extends Pick<ReportFile, 'filename' | 'sha256' | 'stream'> {
  readonly crc64nvme: string | null;
}

export interface Target {
  /** A file or an existing directory, as the person wrote it. Undefined: this directory. */
  readonly output: string | undefined;
  /** Whether a file that is there may be replaced. */
  readonly force: boolean;
}

/** Finds out before anything is ordered whether a file could be saved; throws `CliError` when not. */
export async function checkTarget({ output, force }: Target): Promise<void> {
  if (output === undefined || (await kindOf(output)) === 'directory') return;
  if ((await kindOf(dirname(resolve(output)))) !== 'directory') {
    throw new CliError(`There is no directory ${dirname(output)} to save the file in.`);
  }
  await refuseToOverwrite(output, force);
}

/**
 * Saves the file under its target, whole or not at all: it is written beside it, checked against its checksum
 * and size, then renamed. Resolves with the path as people would write it.
 */
export async function saveFile(
  { filename, sha256, crc64nvme, stream }: CheckedFile,
  { output, force }: Target,
  signal?: AbortSignal,
): Promise<string> {
  const path = await pathFor(output, filename);
  await refuseToOverwrite(path, force);
  const partial = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}.part`);
  try {
    const [name, wanted, sum] =
      sha256 === null
        ? (['CRC-64/NVME', crc64nvme, await createCrc64Nvme()] as const)
        : (['SHA-256', sha256, createSha256()] as const);
    await writeAndSum(stream, partial, sum, signal);
    const found = sum.digest();
    if (found !== wanted) {
      throw new ReportDownloadError(`The file's ${name} should be ${wanted} and is ${found}.`);
    }
    await refuseToOverwrite(path, force);
    await rename(partial, path);
    return path;
  } catch (error) {
    if (signal?.aborted) throw new ReportAbortedError(signal);
    if (isReportClientError(error) || error instanceof CliError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined)
      throw new ReportDownloadError('The download broke off.', { cause: error });
    throw new CliError(`${path} could not be written (${code}).`, { cause: error });
  } finally {
    await rm(partial, { force: true });
  }
}

interface Sum {
  update(bytes: Uint8Array): void;
  digest(): string;
}

function createSha256(): Sum {
  const hash = createHash('sha256');
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest('hex') };
}

async function writeAndSum(
  stream: ReadableStream<Uint8Array>,
  path: string,
  sum: Sum,
  signal: AbortSignal | undefined,
): Promise<void> {
  const summing = new Transform({
    transform(chunk: Uint8Array, _, done) {
      sum.update(chunk);
      done(null, chunk);
    },
  });
  // `wx`: the name is new, whoever else writes here. `flush`: on the disk before it gets its name.
  const file = createWriteStream(path, { flags: 'wx', flush: true });
  // As a Node stream: a web stream's own iterator cannot be left while it waits for bytes.
  const source = Readable.fromWeb(stream as Parameters<typeof Readable.fromWeb>[0]);
  await pipeline(source, summing, file, signal ? { signal } : {});
}

async function pathFor(output: string | undefined, filename: string): Promise<string> {
  if (output !== undefined && (await kindOf(output)) !== 'directory') return output;
  return join(output ?? '.', plainName(filename));
}

/** The server's name for the file, without a way out of the directory. */
function plainName(filename: string): string {
  const name = filename.replace(/[/\\\p{Cc}]/gu, '_');
  return /^\.*$/.test(name) ? 'report' : name;
}

async function refuseToOverwrite(path: string, force: boolean): Promise<void> {
  const kind = await kindOf(path);
  if (kind === 'directory') throw new CliError(`${path} is a directory.`);
  if (kind === 'file' && !force) {
    throw new CliError(
      `${path} is there already; add --force to replace it, or name another --output.`,
    );
  }
}

async function kindOf(path: string): Promise<'file' | 'directory' | 'nothing'> {
  try {
    return (await stat(path)).isDirectory() ? 'directory' : 'file';
  } catch {
    return 'nothing';
  }
}
