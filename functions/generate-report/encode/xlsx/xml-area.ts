import { Buffer } from 'node:buffer';

/** Bytes being written: a writer asks for room, then writes at `offset` and moves it. */
export interface XmlArea {
  buffer: Buffer;
  offset: number;
  /** Makes room for `bytes` more; `buffer` may be another one afterwards. */
  ensure(bytes: number): void;
}

/** An area that grows when a row needs more than is left. */
export function createXmlArea(bytes: number): XmlArea {
  const area: XmlArea = { buffer: Buffer.allocUnsafeSlow(bytes), offset: 0, ensure };
  return area;

  function ensure(more: number): void {
    const needed = area.offset + more;
    if (needed <= area.buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, area.buffer.length * 2));
    area.buffer.copy(larger, 0, 0, area.offset);
    area.buffer = larger;
  }
}

/** Writes a whole short text that needs no escaping. */
export function writeXml(area: XmlArea, xml: string): void {
  area.ensure(xml.length * 3);
  area.offset += area.buffer.write(xml, area.offset, 'utf8');
}
