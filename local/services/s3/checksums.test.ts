import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isChecksumValue,
  joinChecksums,
  startChecksum,
  type ChecksumAlgorithm,
} from './checksums.ts';
import { combineCrc, crc32Kind } from './crc.ts';

function checksum(algorithm: ChecksumAlgorithm, ...chunks: (string | Uint8Array)[]): Buffer {
  const running = startChecksum(algorithm);
  for (const chunk of chunks) running.update(Buffer.from(chunk as string));
  return running.digest();
}

describe('startChecksum', () => {
  // documented: https://reveng.sourceforge.io/crc-catalogue/all.htm (the "check" of each: "123456789")
  test.each<[ChecksumAlgorithm, string]>([
    ['CRC32', 'cbf43926'],
    ['CRC32C', 'e3069283'],
    ['CRC64NVME', 'ae8b14860a799888'],
    ['SHA1', 'f7c3bc1d808e04732adf679965ccc34ca7ae3441'],
    ['SHA256', '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225'],
  ])('computes %s of 123456789', (algorithm, expected) => {
    expect(checksum(algorithm, '123456789').toString('hex')).toBe(expected);
  });

  test('gives the same for any cut of the same bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(80), (bytes, at) => {
        for (const algorithm of ['CRC32', 'CRC32C', 'CRC64NVME'] as const) {
          const cut = checksum(algorithm, bytes.subarray(0, at), bytes.subarray(at));
          expect(cut).toEqual(checksum(algorithm, bytes));
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('joinChecksums', () => {
  test.each(['CRC32', 'CRC32C', 'CRC64NVME'] as const)(
    'joins %s of parts into that of the whole',
    (algorithm) => {
      fc.assert(
        fc.property(
          fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 4 }),
          (parts) => {
            const shown = parts.map((part) => ({
              value: checksum(algorithm, part).toString('base64'),
              size: part.length,
            }));
            const whole = checksum(algorithm, Buffer.concat(parts)).toString('base64');
            expect(joinChecksums(algorithm, 'FULL_OBJECT', shown).value).toBe(whole);
          },
        ),
        { numRuns: 8 },
      );
    },
  );

  // observed: https://github.com/floci-io/floci/issues/3083, values AWS answered with
  test('composes SHA256 of parts as AWS does', () => {
    const values = [
      'lcKa6Boe7a167tUCN5C4OaFygGSYD8MBnBARTrdL+1w=',
      'gHjhbUT4oo2tSCtSZJdlKi+jeNXJT+VImqdPXsXvkOc=',
      '4l9PQ3zOPZ0oGFvknFX+J4zZwE4WMzO+l3r8XrbWOeM=',
    ];

    const joined = joinChecksums(
      'SHA256',
      'COMPOSITE',
      values.map((value) => ({ value, size: 1 })),
    );

    expect(joined.value).toBe('rVWtNbadtsaKXJAcgWPWjifHzJaXde/iV4jaJAOdivc=-3');
  });

  test('combines stretches of a gigabyte', () => {
    const zero = Buffer.alloc(4);
    zero.writeUInt32BE(crc32(Buffer.alloc(0)));

    expect(combineCrc(crc32Kind, zero, Buffer.from('cbf43926', 'hex'), 9).toString('hex')).toBe(
      'cbf43926',
    );
    expect(combineCrc(crc32Kind, Buffer.from('cbf43926', 'hex'), zero, 0).toString('hex')).toBe(
      'cbf43926',
    );
  });
});

test('isChecksumValue wants base64 of the right length', () => {
  expect(isChecksumValue('CRC32', 'AAAAAA==')).toBe(true);
  expect(isChecksumValue('CRC32', 'AAAA')).toBe(false);
  expect(isChecksumValue('CRC32', '!!!!')).toBe(false);
});
