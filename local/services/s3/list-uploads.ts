/** ListParts and ListMultipartUploads. */
import { isoTime, sendXml, type BucketCall, type ObjectCall } from './call.ts';
import { s3Error } from './errors.ts';
import { readEncoding, readMaxKeys } from './list-objects.ts';
import { findUpload } from './multipart.ts';

/** The parts that arrived, a page at a time. */
export function listParts(call: ObjectCall): void {
  const { request, response, bucket, key } = call;
  call.allow('s3:ListMultipartUploadParts', bucket.name, key);
  const upload = findUpload(call);
  const maxParts = readMaxKeys(request.query.get('max-parts'), 'max-parts');
  const marker = readMarker(request.query.get('part-number-marker'));
  const all = [...upload.parts.values()]
    .filter((part) => part.partNumber > marker)
    .sort((a, b) => a.partNumber - b.partNumber);
  const page = all.slice(0, maxParts);
  sendXml(response, 'ListPartsResult', {
    Bucket: bucket.name,
    Key: key,
    UploadId: upload.uploadId,
    PartNumberMarker: marker,
    NextPartNumberMarker: page.at(-1)?.partNumber ?? 0,
    MaxParts: maxParts,
    IsTruncated: all.length > page.length,
    ChecksumAlgorithm: upload.algorithm,
    ChecksumType: upload.checksumType,
    Part: page.map((part) => ({
      PartNumber: part.partNumber,
      LastModified: isoTime(part.lastModifiedMs),
      ETag: `"${part.etag}"`,
      Size: part.blob.size,
      [`Checksum${part.checksum.algorithm}`]: part.checksum.value,
    })),
    StorageClass: 'STANDARD',
  });
}

/** Uploads in progress, by key. */
export function listMultipartUploads(call: BucketCall): void {
  const { request, response, bucket } = call;
  call.allow('s3:ListBucketMultipartUploads', bucket.name);
  const { query } = request;
  if (query.get('delimiter')) throw s3Error('NotImplemented', { Header: 'delimiter' });
  const encode = readEncoding(query.get('encoding-type'));
  const prefix = query.get('prefix') ?? '';
  const keyMarker = query.get('key-marker') ?? '';
  const idMarker = query.get('upload-id-marker') ?? '';
  const maxUploads = readMaxKeys(query.get('max-uploads'), 'max-uploads');
  const matching = bucket.uploads.list().filter((upload) => upload.key.startsWith(prefix));
  const markerIndex = matching.findIndex(
    (upload) => upload.key === keyMarker && upload.uploadId === idMarker,
  );
  const rest =
    markerIndex >= 0
      ? matching.slice(markerIndex + 1)
      : matching.filter(
          (upload) => Buffer.compare(Buffer.from(upload.key), Buffer.from(keyMarker)) > 0,
        );
  const page = rest.slice(0, maxUploads);
  const last = rest.length > page.length ? page.at(-1) : undefined;
  sendXml(response, 'ListMultipartUploadsResult', {
    Bucket: bucket.name,
    KeyMarker: encode(keyMarker),
    UploadIdMarker: idMarker,
    Prefix: encode(prefix),
    NextKeyMarker: last && encode(last.key),
    NextUploadIdMarker: last?.uploadId,
    MaxUploads: maxUploads,
    IsTruncated: last !== undefined,
    Upload: page.map((upload) => ({
      Key: encode(upload.key),
      UploadId: upload.uploadId,
      StorageClass: 'STANDARD',
      Initiated: isoTime(upload.initiatedAtMs),
      ChecksumAlgorithm: upload.algorithm,
      ChecksumType: upload.checksumType,
    })),
  });
}

function readMarker(text: string | undefined): number {
  return text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : 0;
}
