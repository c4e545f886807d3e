import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Storage in a process of its own that takes multipart uploads and throws the bytes away; prints its port. */
const server = createServer((request, response) => {
  const url = new URL(request.url ?? '', 'http://storage');
  request.resume();
  request.on('end', () => {
    const partNumber = url.searchParams.get('partNumber');
    if (partNumber) response.setHeader('etag', `"${partNumber.padStart(32, '0')}"`);
    const crc32 = request.headers['x-amz-checksum-crc32'];
    if (crc32) response.setHeader('x-amz-checksum-crc32', crc32);
    response.end(partNumber ? '' : answer(url));
  });
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));

function answer({ searchParams }: URL): string {
  const root = searchParams.has('uploads')
    ? 'InitiateMultipartUploadResult'
    : 'CompleteMultipartUploadResult';
  return `<?xml version="1.0"?><${root}><Bucket>b</Bucket><Key>k</Key><UploadId>u</UploadId><ETag>"0-1"</ETag></${root}>`;
}
