const HEAD = /(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) \/\S* HTTP\/1\.1\r\n/g;
/** Of a request line that a chunk ends in the middle of. */
const LONGEST_LINE = 8192;

/**
 * Counts the HTTP requests in what a client sends on one connection, chunk by chunk. The opening of a WebSocket is
 * one; what it carries is masked by the client and looks like no request. None of our bodies holds a request line.
 */
export function createRequestCounter(): (chunk: Buffer) => number {
  let rest = '';
  return (chunk) => {
    const text = rest + chunk.toString('latin1');
    let end = 0;
    let requests = 0;
    for (const { index, 0: line } of text.matchAll(HEAD)) {
      requests += 1;
      end = index + line.length;
    }
    rest = text.slice(Math.max(end, text.length - LONGEST_LINE));
    return requests;
  };
}
