import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { createOut } from '../../pipeline/out.ts';
import { createZipWriter } from './zip.ts';

const GIB = 1024 ** 3;
const hasPython = spawnSync('python3', ['--version']).status === 0;

test.runIf(hasPython)('python reads back whole and streamed files', () => {
  const out = createOut(4096);
  const zip = createZipWriter();
  const content = Buffer.from('streamed');
  const deflated = deflateRawSync(content);

  zip.addFile(out, 'whole.txt', 'whole');
  const entry = zip.openFile(out, 'streamed.txt', false);
  zip.append(out, deflated);
  Object.assign(entry, { crc: crc32(content), bytes: 8, compressedBytes: deflated.length });
  zip.closeFile(out, entry);
  zip.end(out);

  expect(python(out.buffer.subarray(0, out.offset))).toEqual([
    ['whole.txt', 20, 'whole'],
    ['streamed.txt', 20, 'streamed'],
  ]);
});

test('a file beyond 4 GiB has its sizes in 64 bits, and version 4.5 in both its headers', () => {
  const out = createOut(4096);
  const zip = createZipWriter();
  const entry = zip.openFile(out, 'big', true);
  Object.assign(entry, { crc: 7, bytes: 5 * GIB, compressedBytes: GIB });
  const descriptorAt = out.offset;
  zip.closeFile(out, entry);
  const directoryAt = out.offset;
  zip.end(out);
  const { buffer } = out;

  expect(buffer.readUInt16LE(4)).toBe(45);
  expect(buffer.readUInt16LE(28)).toBe(0);
  expect(directoryAt - descriptorAt).toBe(24);
  expect(buffer.readBigUInt64LE(descriptorAt + 8)).toBe(BigInt(GIB));
  expect(buffer.readBigUInt64LE(descriptorAt + 16)).toBe(BigInt(5 * GIB));
  expect(buffer.readUInt16LE(directoryAt + 6)).toBe(45);
  expect(buffer.readUInt32LE(directoryAt + 20)).toBe(GIB);
  expect(buffer.readUInt32LE(directoryAt + 24)).toBe(0xffff_ffff);
  expect(buffer.subarray(directoryAt + 49, directoryAt + 53).toString('hex')).toBe('01000800');
  expect(buffer.readBigUInt64LE(directoryAt + 53)).toBe(BigInt(5 * GIB));
});

test('a directory beyond 4 GiB is found by way of the ZIP64 locator', () => {
  const out = createOut(4096);
  const zip = createZipWriter();
  zip.restore({ position: 5 * GIB, entries: [] });
  zip.addFile(out, 'late.txt', 'late');
  const directoryAt = out.offset;
  zip.end(out);
  const { buffer } = out;
  const endAt = out.offset - 22;

  expect(buffer.readBigUInt64LE(directoryAt + 46 + 8 + 4)).toBe(BigInt(5 * GIB));
  expect(buffer.readUInt32LE(endAt + 16)).toBe(0xffff_ffff);
  const zip64End = Number(buffer.readBigUInt64LE(endAt - 20 + 8)) - 5 * GIB;
  expect(buffer.readUInt32LE(zip64End)).toBe(0x06064b50);
  expect(buffer.readBigUInt64LE(zip64End + 48)).toBe(BigInt(5 * GIB + directoryAt));
});

function python(archive: Buffer): unknown {
  const directory = mkdtempSync(path.join(tmpdir(), 'zip-'));
  try {
    const file = path.join(directory, 'a.zip');
    writeFileSync(file, archive);
    const script =
      'import json,sys,zipfile\n' +
      'z=zipfile.ZipFile(sys.argv[1])\n' +
      'assert z.testzip() is None\n' +
      'print(json.dumps([[i.filename,i.extract_version,z.read(i).decode()] for i in z.infolist()]))';
    return JSON.parse(execFileSync('python3', ['-c', script, file], { encoding: 'utf8' }));
  } finally {
    rmSync(directory, { recursive: true });
  }
}
