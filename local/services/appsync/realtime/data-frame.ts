// documented: https://www.rfc-editor.org/rfc/rfc6455#section-5.2 (final, text; a server does not mask)
const FINAL_TEXT = 0x81;
const LENGTH_16_BITS = 126;
const LENGTH_64_BITS = 127;
const MAX_16_BITS = 0xffff;
const CLOSING_BRACE = 0x7d;

/**
 * A data frame as it goes over the wire: the WebSocket header, the subscription's own beginning, the payload it shares
 * with others, the last brace. One Buffer, so that a delivery is one copy and one write.
 */
export function encodeDataFrame(prefix: Buffer, payload: Buffer): Buffer {
  const length = prefix.length + payload.length + 1;
  const headerLength = length < LENGTH_16_BITS ? 2 : length <= MAX_16_BITS ? 4 : 10;
  const frame = Buffer.allocUnsafe(headerLength + length);
  frame[0] = FINAL_TEXT;
  if (headerLength === 2) frame[1] = length;
  else if (headerLength === 4) {
    frame[1] = LENGTH_16_BITS;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = LENGTH_64_BITS;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.set(prefix, headerLength);
  frame.set(payload, headerLength + prefix.length);
  frame[headerLength + length - 1] = CLOSING_BRACE;
  return frame;
}
