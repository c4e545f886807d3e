import { expect, test } from 'vitest';
import { createCrc64Nvme } from './crc64nvme.ts';

/** The checksum of `text`, in hexadecimal. */
async function checksum(...texts: string[]): Promise<string> {
  const crc = await createCrc64Nvme();
  for (const text of texts) crc.update(Buffer.from(text));
  return Buffer.from(crc.digest(), 'base64').toString('hex');
}

test('the check value is the catalogue’s, in one piece and in several', async () => {
  // documented: https://reveng.sourceforge.io/crc-catalogue/all.htm#crc.cat.crc-64-nvme (check)
  expect(await checksum('123456789')).toBe('ae8b14860a799888');
  expect(await checksum('1', '', '2345', '6789')).toBe('ae8b14860a799888');
});

test('of nothing it is nought', async () => {
  expect(await checksum()).toBe('0000000000000000');
});
