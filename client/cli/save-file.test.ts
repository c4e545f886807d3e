import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { countBytes } from '../download.ts';
import { createCrc64Nvme } from './crc64nvme.ts';
import { checkTarget, saveFile } from './save-file.ts';

const TEXT = 'Date,Item\r\n';
let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'save-file-'));
});
afterEach(() => rm(directory, { recursive: true }));

function aFile({ text = TEXT, filename = 'sample.csv', byteSize = TEXT.length } = {}) {
  const stream = new Blob([text]).stream().pipeThrough(countBytes(byteSize));
  const sha256: string | null = createHash('sha256').update(TEXT).digest('hex');
  return { filename, sha256, crc64nvme: null as string | null, stream };
}
const files = () => readdir(directory);

test('saves under the given path, or under its own name in the given directory', async () => {
  const path = join(directory, 'report.csv');

  expect(await saveFile(aFile(), { output: path, force: false })).toBe(path);
  expect(await saveFile(aFile(), { output: directory, force: false })).toBe(
    join(directory, 'sample.csv'),
  );

  expect(await files()).toEqual(['report.csv', 'sample.csv']);
  expect(await readFile(path, 'utf8')).toBe(TEXT);
});

test('a name with a way out of the directory stays inside', async () => {
  const path = await saveFile(aFile({ filename: '../../evil.csv' }), {
    output: directory,
    force: false,
  });
  const dots = await saveFile(aFile({ filename: '..' }), { output: directory, force: false });

  expect(path).toBe(join(directory, '.._.._evil.csv'));
  expect(dots).toBe(join(directory, 'report'));
});

test('replaces a file only when forced', async () => {
  const output = join(directory, 'report.csv');
  await writeFile(output, 'precious');

  await expect(checkTarget({ output, force: false })).rejects.toThrow(
    'is there already; add --force',
  );
  await expect(saveFile(aFile(), { output, force: false })).rejects.toThrow('add --force');
  expect(await readFile(output, 'utf8')).toBe('precious');

  await saveFile(aFile(), { output, force: true });
  expect(await readFile(output, 'utf8')).toBe(TEXT);
});

test.each([
  ['other bytes', { text: 'Date,ITEM\r\n' }, "The file's SHA-256 should be"],
  ['too few bytes', { text: 'Date' }, 'The file should have 11 bytes and has 4.'],
  ['too many bytes', { text: `${TEXT}more` }, 'The file should have 11 bytes and has more.'],
])('%s leave no file at all', async (_, changes, message) => {
  const saved = saveFile(aFile(changes), { output: join(directory, 'report.csv'), force: false });

  await expect(saved).rejects.toMatchObject({
    name: 'ReportDownloadError',
    message: expect.stringContaining(message) as string,
  });
  expect(await files()).toEqual([]);
});

test('a file without SHA-256 is checked by S3’s checksum', async () => {
  const output = join(directory, 'report.csv');
  const crc = await createCrc64Nvme();
  crc.update(Buffer.from(TEXT));
  const crc64nvme = crc.digest();
  const joined = { ...aFile(), sha256: null, crc64nvme };
  const other = { ...aFile({ text: 'Date,ITEM\r\n' }), sha256: null, crc64nvme };

  await expect(saveFile(other, { output, force: false })).rejects.toThrow(
    "The file's CRC-64/NVME should be",
  );
  expect(await files()).toEqual([]);
  expect(await saveFile(joined, { output, force: false })).toBe(output);
});

test('a download that breaks off leaves no file, and neither does an interrupted one', async () => {
  const broken = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.error(new Error('gone')),
  });
  const endless = new ReadableStream<Uint8Array>({ pull: () => new Promise(() => undefined) });
  const target = { output: join(directory, 'report.csv'), force: false };

  await expect(saveFile({ ...aFile(), stream: broken }, target)).rejects.toMatchObject({
    name: 'ReportDownloadError',
  });
  const interrupted = AbortSignal.timeout(10);
  await expect(
    saveFile({ ...aFile(), stream: endless }, target, interrupted),
  ).rejects.toMatchObject({
    name: 'ReportAbortedError',
  });
  expect(await files()).toEqual([]);
});

test('a directory that is not there is told before anything is ordered', async () => {
  const output = join(directory, 'missing', 'report.csv');

  await expect(checkTarget({ output, force: false })).rejects.toThrow('There is no directory');
});
