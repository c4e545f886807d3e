import { expect, test } from 'vitest';
import { createCrc64Nvme } from './crc64nvme.ts';

/** The checksum of `text`, in hexadecimal. */
function checksum(...texts: string[]): string {
  const crc = createCrc64Nvme();
  for (const text of texts) crc.update(Buffer.from(text));
  return Buffer.from(crc.digest(), 'base64').toString('hex');
}

test('the check value is the catalogue’s, in one piece and in several', () => {
  // documented: https://reveng.sourceforge.io/crc-catalogue/all.htm#crc.cat.crc-64-nvme (check)
  expect(checksum('123456789')).toBe('ae8b14860a799888');
  expect(checksum('1', '', '2345', '6789')).toBe('ae8b14860a799888');
});

test('of nothing it is nought', () => {
  expect(checksum()).toBe('0000000000000000');
});
