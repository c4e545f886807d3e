/** Reads the body of CompleteMultipartUpload. */
import { checksumAlgorithms, type ChecksumAlgorithm } from './checksums.ts';
import { s3Error } from './errors.ts';
import { maxPartNumber } from './limits.ts';
import { childText, readXml, type XmlElement } from './xml.ts';

/** A part as the caller lists it. */
export interface RequestedPart {
  readonly partNumber: number;
  /** Without quotes. */
  readonly etag: string;
  readonly checksums: ReadonlyMap<ChecksumAlgorithm, string>;
}

/** The parts listed, at least one; throws `MalformedXML`. */
export function readRequestedParts(text: string): RequestedPart[] {
  const document = readXml(text);
  const parts = document.children.filter((child) => child.name === 'Part');
  if (document.name !== 'CompleteMultipartUpload') throw s3Error('MalformedXML');
  if (parts.length < 1 || parts.length > maxPartNumber) throw s3Error('MalformedXML');
  return parts.map(readPart);
}

function readPart(element: XmlElement): RequestedPart {
  const number = childText(element, 'PartNumber')?.trim() ?? '';
  const etag = childText(element, 'ETag')?.trim().replaceAll('"', '');
  if (!/^\d{1,6}$/.test(number) || etag === undefined) throw s3Error('MalformedXML');
  const checksums = new Map<ChecksumAlgorithm, string>();
  for (const algorithm of checksumAlgorithms) {
    const value = childText(element, `Checksum${algorithm}`)?.trim();
    if (value !== undefined) checksums.set(algorithm, value);
  }
  return { partNumber: Number(number), etag, checksums };
}
