/** SRP against the official client's own computation (aws-amplify's), driven with numbers that test the padding. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import {
  createEphemeral,
  createVerifier,
  isValidSrpA,
  matchesPassword,
  provesPassword,
} from './srp.ts';

const poolId = 'us-east-1_AbCdEfGhI';
const username = '0c9c1f6e-3d6a-4a41-9a0b-1f5c5f2d8e77';
const password = 'Correct-horse-9';
const timestamp = 'Sat Nov 21 00:05:09 UTC 2026';

const official = loadOfficialClient();

test.each([
  ['has its sign bit set', /^[89a-f]/],
  ['has an odd number of digits once parsed', /^0[1-9a-f]/],
  ['is anything', /./],
])('accepts the official proof when the salt %s', async (_, shape) => {
  const stored = createVerifierWith(shape);

  expect(await prove(stored, password)).toBe(true);
});

test('refuses the official proof of another password', async () => {
  const stored = createVerifierWith(/./);

  expect(await prove(stored, 'Correct-horse-8')).toBe(false);
});

test('a password matches its own verifier and no other', () => {
  const stored = createVerifier(poolId, username, password);

  expect(matchesPassword(poolId, username, password, stored)).toBe(true);
  expect(matchesPassword(poolId, username, 'Correct-horse-8', stored)).toBe(false);
  expect(matchesPassword('us-east-1_Another1', username, password, stored)).toBe(false);
});

test('a multiple of the prime is no public value: with it no password would be needed', () => {
  const prime = official.N.toString(16);

  expect(isValidSrpA('0')).toBe(false);
  expect(isValidSrpA(prime)).toBe(false);
  expect(isValidSrpA('xyz')).toBe(false);
  expect(isValidSrpA('')).toBe(false);
  expect(isValidSrpA('f'.repeat(5000))).toBe(false);
  expect(isValidSrpA('2')).toBe(true);
});

function createVerifierWith(saltShape: RegExp) {
  for (;;) {
    const stored = createVerifier(poolId, username, password);
    if (saltShape.test(stored.salt)) return stored;
  }
}

/** Lets the official client prove `attempted`, and this service judge it. */
async function prove(
  stored: { salt: string; verifier: string },
  attempted: string,
): Promise<boolean> {
  const helper = await official.getAuthenticationHelper('AbCdEfGhI');
  const { b, srpB } = createEphemeral(stored.verifier);
  const secretBlock = Buffer.from('any bytes').toString('base64');
  const hkdf = await helper.getPasswordAuthenticationKey({
    username,
    password: attempted,
    serverBValue: new official.BigInteger(srpB, 16),
    salt: new official.BigInteger(stored.salt, 16),
  });
  const signature = official.getSignatureString({
    userPoolName: 'AbCdEfGhI',
    username,
    challengeParameters: { SECRET_BLOCK: secretBlock },
    dateNow: timestamp,
    hkdf,
  });
  const { verifier } = stored;
  const srpA = helper.A.toString(16);
  return provesPassword({ poolId, username, verifier, srpA, b, secretBlock, timestamp, signature });
}

interface BigIntegerLike {
  toString(radix: number): string;
}

interface OfficialHelper {
  readonly A: BigIntegerLike;
  readonly N: BigIntegerLike;
  getPasswordAuthenticationKey(input: {
    username: string;
    password: string;
    serverBValue: BigIntegerLike;
    salt: BigIntegerLike;
  }): Promise<Uint8Array>;
}

/** Amplify does not export these: they are read from its files, wherever npm put them. */
function loadOfficialClient() {
  const fromHere = createRequire(import.meta.url);
  const fromAmplify = createRequire(fromHere.resolve('aws-amplify'));
  const folder = join(
    dirname(fromAmplify.resolve('@aws-amplify/auth')),
    'providers/cognito/utils/srp',
  );
  const load = (file: string): unknown => fromAmplify(join(folder, file));
  const { getAuthenticationHelper } = load('getAuthenticationHelper.js') as {
    getAuthenticationHelper: (userPoolName: string) => Promise<OfficialHelper>;
  };
  const { getSignatureString } = load('getSignatureString.js') as {
    getSignatureString: (input: {
      userPoolName: string;
      username: string;
      challengeParameters: { SECRET_BLOCK: string };
      dateNow: string;
      hkdf: Uint8Array;
    }) => string;
  };
  const { BigInteger } = load('BigInteger/index.js') as {
    BigInteger: new (text: string, radix: number) => BigIntegerLike;
  };
  const { INIT_N } = load('constants.js') as { INIT_N: string };
  return { getAuthenticationHelper, getSignatureString, BigInteger, N: new BigInteger(INIT_N, 16) };
}
