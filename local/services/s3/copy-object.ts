/** CopyObject. */
import type { StoredObject } from './bucket.ts';
import { isoTime, sendXml, type ObjectCall } from './call.ts';
import { parseAlgorithm, type ChecksumAlgorithm } from './checksums.ts';
import { checkCopySource } from './conditions.ts';
import { copyBytes } from './copy-bytes.ts';
import { checkBytes, findSource } from './copy-source.ts';
import { invalidArgument, s3Error } from './errors.ts';
import { readObjectHeaders, setEncryption } from './object-headers.ts';
import { publish } from './write-object.ts';

/** Copies an object of this or another bucket. */
export async function copyObject(call: ObjectCall): Promise<void> {
  const { request, response, bucket, key, digestThreads } = call;
  const source = findSource(call);
  call.allow('s3:PutObject', bucket.name, key);
  checkCopySource(request.headers, source.object);
  const directive = request.headers.get('x-amz-metadata-directive') ?? 'COPY';
  if (directive !== 'COPY' && directive !== 'REPLACE') {
    throw invalidArgument('Unknown metadata directive.', 'x-amz-metadata-directive', directive);
  }
  if (directive === 'COPY' && source.bucket === bucket && source.object.key === key) {
    throw s3Error(
      'InvalidRequest',
      {},
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
  const requested = readObjectHeaders(request);
  const described = directive === 'REPLACE' ? requested : withClass(source.object, requested);
  const range = checkBytes({ start: 0, end: source.object.size - 1, partial: false });
  const algorithm = readAlgorithm(request.headers) ?? source.object.checksum.algorithm;
  const { blob, ...hashes } = await copyBytes(source, range, bucket, algorithm, digestThreads);
  const object: StoredObject = {
    key,
    headers: described.headers,
    metadata: described.metadata,
    size: source.object.size,
    lastModifiedMs: call.nowMs,
    ...hashes,
    blobs: [blob],
  };
  publish(bucket, object, request.headers);
  setEncryption(response);
  sendXml(response, 'CopyObjectResult', {
    LastModified: isoTime(object.lastModifiedMs),
    ETag: `"${object.etag}"`,
    ChecksumType: object.checksum.type,
    [`Checksum${object.checksum.algorithm}`]: object.checksum.value,
  });
}

function readAlgorithm(headers: ObjectCall['request']['headers']): ChecksumAlgorithm | undefined {
  const name = headers.get('x-amz-checksum-algorithm');
  const algorithm = name === undefined ? undefined : parseAlgorithm(name);
  if (name !== undefined && !algorithm) {
    throw invalidArgument(
      'Checksum algorithm provided is unsupported.',
      'x-amz-checksum-algorithm',
      name,
    );
  }
  return algorithm;
}

// A copy has the storage class the request names, whatever the source's was.
function withClass(source: StoredObject, requested: Pick<StoredObject, 'headers'>) {
  const { 'x-amz-storage-class': _source, ...headers } = source.headers;
  const named = requested.headers['x-amz-storage-class'];
  return {
    metadata: source.metadata,
    headers: named === undefined ? headers : { ...headers, 'x-amz-storage-class': named },
  };
}
