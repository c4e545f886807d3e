import { Buffer } from 'node:buffer';
import { crc32, deflateRawSync } from 'node:zlib';
import type { Out } from '../../pipeline/encoder.ts';

// documented: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
const LOCAL_HEADER = 0x04034b50;
const DATA_DESCRIPTOR = 0x08074b50;
const CENTRAL_HEADER = 0x02014b50;
const END = 0x06054b50;
const ZIP64_END = 0x06064b50;
const ZIP64_LOCATOR = 0x07064b50;
const ZIP64_EXTRA = 0x0001;
const DEFLATED = 8;
/** Flag 3: sizes and CRC stand after the content. */
const STREAMED = 0x0008;
const VERSION_DEFLATE = 20;
const VERSION_ZIP64 = 45;
/** 1980-01-01 00:00, the format's first moment: the same report is the same bytes whenever it is made. */
const DOS_DATE = 0x21;
const MAX_32 = 0xffff_ffff;

/** An entry of the archive; JSON, so that an archive can be continued elsewhere. */
export interface ZipEntry {
  readonly name: string;
  /** Where its local header begins. */
  readonly at: number;
  /** Announced as larger than 4 GiB, or turned out so. */
  readonly large: boolean;
  readonly streamed: boolean;
  crc: number;
  compressedBytes: number;
  bytes: number;
}

export interface ZipState {
  readonly position: number;
  readonly entries: readonly ZipEntry[];
}

export interface ZipWriter {
  /** Writes a whole small file. */
  addFile(out: Out, name: string, content: string): void;
  /** Begins a file whose content follows by `append`; `large` when it may exceed 4 GiB, which its header must tell. */
  openFile(out: Out, name: string, large: boolean): ZipEntry;
  append(out: Out, bytes: Uint8Array): void;
  /** Ends the file opened last; its sizes and CRC are set by then. */
  closeFile(out: Out, entry: ZipEntry): void;
  /** Writes the directory. Nothing can follow it. */
  end(out: Out): void;
  /** The entry of this name, among those of a restored archive. */
  entry(name: string): ZipEntry | undefined;
  save(): ZipState;
  restore(state: ZipState): void;
}

/** Writes a ZIP archive front to back, with ZIP64 fields only where a size or an offset needs them. */
export function createZipWriter(): ZipWriter {
  let position = 0;
  let entries: ZipEntry[] = [];
  return {
    addFile(out, name, content) {
      const bytes = Buffer.from(content);
      const deflated = deflateRawSync(bytes);
      const entry: ZipEntry = {
        name,
        at: position,
        large: false,
        streamed: false,
        crc: crc32(bytes),
        compressedBytes: deflated.length,
        bytes: bytes.length,
      };
      entries.push(entry);
      append(out, localHeader(entry));
      append(out, deflated);
    },
    openFile(out, name, large) {
      const sizes = { crc: 0, compressedBytes: 0, bytes: 0 };
      const entry: ZipEntry = { name, at: position, large, streamed: true, ...sizes };
      entries.push(entry);
      append(out, localHeader(entry));
      return entry;
    },
    append,
    closeFile: (out, entry) => append(out, dataDescriptor(entry)),
    end(out) {
      const directoryAt = position;
      for (const entry of entries) append(out, centralHeader(entry));
      append(out, endOfDirectory(entries.length, directoryAt, position));
    },
    entry: (name) => entries.find((entry) => entry.name === name),
    save: () => ({ position, entries: entries.map((entry) => ({ ...entry })) }),
    restore: (state) => {
      position = state.position;
      entries = state.entries.map((entry) => ({ ...entry }));
    },
  };

  function append(out: Out, bytes: Uint8Array): void {
    out.ensure(bytes.length);
    out.buffer.set(bytes, out.offset);
    out.offset += bytes.length;
    position += bytes.length;
  }
}

/**
 * For a file that may exceed 4 GiB the version is 4.5 and there is no ZIP64 field: Excel repairs a file whose local
 * header says less, and other writers Excel is known to accept (Apache POI, excelize) leave the field out.
 */
// documented: https://rzymek.github.io/post/excel-zip64
function localHeader(entry: ZipEntry): Buffer {
  const name = Buffer.from(entry.name);
  const header = Buffer.alloc(30 + name.length);
  header.writeUInt32LE(LOCAL_HEADER, 0);
  header.writeUInt16LE(entry.large ? VERSION_ZIP64 : VERSION_DEFLATE, 4);
  putShared(header, 6, entry, entry.compressedBytes, entry.bytes);
  header.writeUInt16LE(name.length, 26);
  name.copy(header, 30);
  return header;
}

function dataDescriptor(entry: ZipEntry): Buffer {
  const wide = isWide(entry);
  const descriptor = Buffer.alloc(wide ? 24 : 16);
  descriptor.writeUInt32LE(DATA_DESCRIPTOR, 0);
  descriptor.writeUInt32LE(entry.crc, 4);
  if (wide) {
    descriptor.writeBigUInt64LE(BigInt(entry.compressedBytes), 8);
    descriptor.writeBigUInt64LE(BigInt(entry.bytes), 16);
  } else {
    descriptor.writeUInt32LE(entry.compressedBytes, 8);
    descriptor.writeUInt32LE(entry.bytes, 12);
  }
  return descriptor;
}

function centralHeader(entry: ZipEntry): Buffer {
  const name = Buffer.from(entry.name);
  const wide = [entry.bytes, entry.compressedBytes, entry.at].filter((value) => value >= MAX_32);
  const extra = Buffer.alloc(wide.length > 0 ? 4 + 8 * wide.length : 0);
  if (wide.length > 0) {
    extra.writeUInt16LE(ZIP64_EXTRA, 0);
    extra.writeUInt16LE(8 * wide.length, 2);
    wide.forEach((value, i) => extra.writeBigUInt64LE(BigInt(value), 4 + 8 * i));
  }
  const version = entry.large || wide.length > 0 ? VERSION_ZIP64 : VERSION_DEFLATE;
  const header = Buffer.alloc(46);
  header.writeUInt32LE(CENTRAL_HEADER, 0);
  header.writeUInt16LE(version, 4);
  header.writeUInt16LE(version, 6);
  putShared(header, 8, entry, narrow(entry.compressedBytes), narrow(entry.bytes));
  header.writeUInt16LE(name.length, 28);
  header.writeUInt16LE(extra.length, 30);
  header.writeUInt32LE(narrow(entry.at), 42);
  return Buffer.concat([header, name, extra]);
}

function endOfDirectory(count: number, directoryAt: number, endAt: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(endAt - directoryAt, 12);
  end.writeUInt32LE(narrow(directoryAt), 16);
  if (directoryAt < MAX_32) return end;
  const zip64 = Buffer.alloc(76);
  zip64.writeUInt32LE(ZIP64_END, 0);
  zip64.writeBigUInt64LE(44n, 4);
  zip64.writeUInt16LE(VERSION_ZIP64, 12);
  zip64.writeUInt16LE(VERSION_ZIP64, 14);
  zip64.writeBigUInt64LE(BigInt(count), 24);
  zip64.writeBigUInt64LE(BigInt(count), 32);
  zip64.writeBigUInt64LE(BigInt(endAt - directoryAt), 40);
  zip64.writeBigUInt64LE(BigInt(directoryAt), 48);
  zip64.writeUInt32LE(ZIP64_LOCATOR, 56);
  zip64.writeBigUInt64LE(BigInt(endAt), 64);
  zip64.writeUInt32LE(1, 72);
  return Buffer.concat([zip64, end]);
}

/** The twenty bytes both headers share: flags, method, time, CRC and sizes. */
function putShared(
  header: Buffer,
  offset: number,
  entry: ZipEntry,
  compressedBytes: number,
  bytes: number,
): void {
  header.writeUInt16LE(entry.streamed ? STREAMED : 0, offset);
  header.writeUInt16LE(DEFLATED, offset + 2);
  header.writeUInt16LE(DOS_DATE, offset + 6);
  header.writeUInt32LE(entry.crc, offset + 8);
  header.writeUInt32LE(compressedBytes, offset + 12);
  header.writeUInt32LE(bytes, offset + 16);
}

function isWide({ bytes, compressedBytes }: ZipEntry): boolean {
  return bytes >= MAX_32 || compressedBytes >= MAX_32;
}

function narrow(value: number): number {
  return Math.min(value, MAX_32);
}
