/** What every operation gets: the request, whoever made it, and the way to answer. */
import type { ServerResponse } from 'node:http';
import type { VerifiedSignature } from '../aws/sigv4.ts';
import type { Bucket } from './bucket.ts';
import type { DigestThreads } from './digest-threads.ts';
import type { S3Request } from './request.ts';
import { writeXml, type XmlValue } from './xml.ts';

/** One authenticated request. */
export interface Call {
  readonly request: S3Request;
  readonly response: ServerResponse;
  readonly signature: VerifiedSignature;
  /** Milliseconds since the epoch, by the cloud's clock. */
  readonly nowMs: number;
  readonly idleTimeoutMs: number;
  readonly digestThreads: DigestThreads | undefined;
  /** By name. */
  readonly buckets: ReadonlyMap<string, Bucket>;
  /** Throws `AccessDenied` unless the caller may do this to the object, the bucket, or (neither given) the account. */
  allow(action: string, bucket?: string, key?: string): void;
  /** The same question, answered. */
  mayDo(action: string, bucket?: string, key?: string): boolean;
}

/** A call on a bucket that exists. */
export interface BucketCall extends Call {
  readonly bucket: Bucket;
}

/** A call on a key, whether there is an object or not. */
export interface ObjectCall extends BucketCall {
  readonly key: string;
}

/** Answers with a document. */
export function sendXml(
  response: ServerResponse,
  root: string,
  content: Readonly<Record<string, XmlValue>>,
  status = 200,
): void {
  const body = Buffer.from(writeXml(root, content));
  response.writeHead(status, { 'Content-Type': 'application/xml', 'Content-Length': body.length });
  response.end(body);
}

/** Answers without a body. */
export function sendEmpty(response: ServerResponse, status = 200): void {
  if (status !== 204) response.setHeader('Content-Length', 0);
  response.writeHead(status);
  response.end();
}

/** A time as S3's documents write it: `2026-11-20T12:00:00.000Z`. */
export function isoTime(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
