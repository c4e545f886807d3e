/** What is on disk, and that it outlives the process. */
import { spawn } from 'node:child_process';
import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { LocalError } from '../../errors.ts';
import {
  call,
  clientId,
  copyState,
  poolConfig,
  poolId,
  prepareState,
  rightPassword,
  secretClientId,
  startHarness,
  type Harness,
} from './fixtures/harness.ts';

const email = 'ada@example.com';
let prepared: string;
let directory: string;

beforeAll(async () => {
  prepared = await prepareState();
});
beforeEach(() => {
  directory = copyState(prepared);
});
afterAll(() => rmSync(prepared, { recursive: true, force: true }));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('keys, users, secrets and sessions are the same after a restart', async () => {
  let before;
  {
    await using first = await startHarness({ directory });
    const { sub } = first.pool.createUser({ email, password: rightPassword, groups: ['admins'] });
    const tokens = (await signIn(first)).body.AuthenticationResult as Record<string, string>;
    const secret = first.pool.clientSecret(secretClientId);
    before = { sub, tokens, keys: first.pool.keys(), secret };
  }

  await using second = await startHarness({ directory });
  const { AccessToken, RefreshToken } = before.tokens;
  const user = await call(second.endpoint, 'GetUser', { AccessToken });
  const refreshed = await call(second.endpoint, 'GetTokensFromRefreshToken', {
    ClientId: clientId,
    RefreshToken,
  });

  expect(second.pool.keys()).toEqual(before.keys);
  expect(second.pool.clientSecret(secretClientId)).toBe(before.secret);
  expect(user.body.Username).toBe(before.sub);
  expect(refreshed.status).toBe(200);
  expect((await signIn(second)).status).toBe(200);
});

test('a sign-out is remembered after a restart', async () => {
  let tokens;
  {
    await using first = await startHarness({ directory });
    first.pool.createUser({ email, password: rightPassword });
    tokens = (await signIn(first)).body.AuthenticationResult as Record<string, string>;
    await call(first.endpoint, 'GlobalSignOut', { AccessToken: tokens.AccessToken });
  }

  await using second = await startHarness({ directory });
  const { body } = await call(second.endpoint, 'GetTokensFromRefreshToken', {
    ClientId: clientId,
    RefreshToken: tokens.RefreshToken,
  });

  expect(body.message).toBe('Refresh Token has been revoked');
});

test('neither passwords nor tokens are on disk, and only the owner can read what is', async () => {
  await using harness = await startHarness({ directory });
  harness.pool.createUser({ email, password: rightPassword });
  const tokens = (await signIn(harness)).body.AuthenticationResult as Record<string, string>;

  const files = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const text = files.map((file) => readFileSync(file, 'utf8')).join('\n');

  expect(files).toHaveLength(2);
  expect(text).toContain(email);
  expect(tokens.RefreshToken).toHaveLength(1024);
  for (const secret of [rightPassword, tokens.RefreshToken, tokens.AccessToken]) {
    expect(text).not.toContain(secret);
  }
  expect(files.map((file) => statSync(file).mode & 0o077)).toEqual([0, 0]);
});

test('every user that was announced is there after SIGKILL', async () => {
  const script = fileURLToPath(new URL('fixtures/sign-up-loop.ts', import.meta.url));
  const child = spawn(process.execPath, [script, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const announced: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    announced.push(line);
    if (announced.length === 30) child.kill('SIGKILL');
  }

  await using harness = await startHarness({ directory });
  const found = announced.map((line) => {
    const [name = ''] = line.split(' ');
    const { sub } = harness.pool.createUser({ email: name, password: rightPassword });
    return `${name} ${sub}`;
  });
  const leftovers = readdirSync(join(directory, poolId, 'users')).filter((name) =>
    name.endsWith('.tmp'),
  );

  expect(announced.length).toBeGreaterThanOrEqual(30);
  expect(found).toEqual(announced);
  expect(leftovers).toEqual([]);
}, 5000);

test('a change replaces the file and never rewrites it: who opened it before reads it whole', async () => {
  await using harness = await startHarness({ directory });
  const { sub } = harness.pool.createUser({ email, password: rightPassword });
  const file = join(directory, poolId, 'users', `${sub}.json`);
  const before = readFileSync(file, 'utf8');
  const opened = openSync(file, 'r');

  await signIn(harness);

  expect(readFileSync(opened, 'utf8')).toBe(before);
  expect(readFileSync(file, 'utf8')).not.toBe(before);
  closeSync(opened);
});

test('a file left between write and rename is ignored', async () => {
  {
    await using first = await startHarness({ directory });
    first.pool.createUser({ email, password: rightPassword });
  }
  writeFileSync(join(directory, poolId, 'users', 'half.json.tmp'), '{"sub":"ha');

  await using second = await startHarness({ directory });

  expect((await signIn(second)).status).toBe(200);
});

test('a damaged file is a clear error that names no machine path', async () => {
  await (await startHarness({ directory }))[Symbol.asyncDispose]();
  writeFileSync(join(directory, poolId, 'pool.json'), '{');

  const start = startHarness({ directory });

  await expect(start).rejects.toThrow(LocalError);
  await expect(start).rejects.toThrow(/^the Cognito state of pool us-east-1_AbCdEfGhI was changed/);
});

test('createUserPool twice changes the configuration and keeps the users', async () => {
  await using harness = await startHarness({ directory });
  harness.pool.createUser({ email, password: rightPassword });

  const groups = [{ name: 'auditors' }];
  const clients = [{ id: 'another-client', name: 'cli', authFlows: ['ALLOW_USER_PASSWORD_AUTH'] }];
  const again = harness.createPool({ ...poolConfig, groups, clients, caseSensitive: false });

  expect(again.keys()).toEqual(harness.pool.keys());
  expect((await signIn(harness)).body.__type).toBe('ResourceNotFoundException');
  expect((await signIn(harness, 'another-client', 'ADA@example.com')).status).toBe(200);
});

test('seeding is idempotent: a changed password stays, missing groups are joined', async () => {
  await using harness = await startHarness({ directory });
  const sub = '11111111-2222-4333-8444-555555555555';
  const first = harness.pool.createUser({ email, password: rightPassword, sub });
  const second = harness.pool.createUser({
    username: email,
    password: 'Another-horse-1',
    groups: ['admins'],
  });

  const signedIn = await signIn(harness);
  const { IdToken } = signedIn.body.AuthenticationResult as { IdToken: string };

  expect([first, second]).toEqual([{ sub }, { sub }]);
  const payload = Buffer.from(IdToken.split('.')[1] ?? '', 'base64url').toString();
  expect(payload).toContain('"cognito:groups":["admins"]');
});

test.each([
  [{ email: 'x@example.com', password: 'weak' }, /policy: Password not long enough/],
  [{ email: 'x@example.com', password: rightPassword, groups: ['nope'] }, /no group nope/],
  [{ email: 'x@example.com', password: rightPassword, sub: '../x' }, /sub must be/],
  [{ password: rightPassword }, /needs an email/],
])('seeding refuses %j', async (seed, message) => {
  await using harness = await startHarness({ directory });

  expect(() => harness.pool.createUser(seed)).toThrow(message);
});

test('in a pool of chosen names the name is the username, and an e-mail does not sign in', async () => {
  const config = { ...poolConfig, id: 'us-east-1_Names', usernameAttributes: [] };
  await using harness = await startHarness({ directory, config });
  harness.pool.createUser({ username: 'ada', email, password: rightPassword });

  const byName = await signIn(harness, clientId, 'ada');
  const { AccessToken } = byName.body.AuthenticationResult as { AccessToken: string };

  expect((await call(harness.endpoint, 'GetUser', { AccessToken })).body.Username).toBe('ada');
  expect((await signIn(harness)).status).toBe(400);
});

test('a pool that signs in by telephone is refused at once', async () => {
  const config = { ...poolConfig, usernameAttributes: ['phone_number'] };

  await expect(startHarness({ directory, config })).rejects.toMatchObject({
    code: 'ERR_TEMPLATE_UNSUPPORTED',
  });
});

function signIn(harness: Harness, ClientId = clientId, USERNAME = email) {
  return call(harness.endpoint, 'InitiateAuth', {
    ClientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME, PASSWORD: rightPassword },
  });
}
