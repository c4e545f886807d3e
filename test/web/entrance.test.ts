import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEMO_USER } from '../support/cloud.ts';
import {
  accessibilityProblems,
  COLLEAGUE,
  signInOn,
  startWebBed,
  type WebBed,
} from '../support/web-bed.ts';

/** Accounts, by the page's own forms, Amplify and the user pool's real protocol. */

const SOMEBODY = 'somebody@example.com';
const FIRST_PASSWORD = 'First-Password-1';
const SECOND_PASSWORD = 'Second-Password-2';
const WAIT_MS = 10_000;

let bed: WebBed;

beforeAll(async () => {
  bed = await startWebBed();
});

afterAll(() => bed[Symbol.asyncDispose]());

const heading = (page: Page, name: string) => page.getByRole('heading', { name }).waitFor();
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** The newest code sent to an address. */
async function newestCode(to: string, purpose: string, beside?: string): Promise<string> {
  for (const end = performance.now() + WAIT_MS; performance.now() < end;) {
    const found = bed.codes.findLast(
      ({ destination, ...code }) => destination === to && code.purpose === purpose,
    );
    if (found && found.code !== beside) return found.code;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`no code was sent to ${to}`);
}

test('somebody makes an account, confirms it with the newest code, and is signed in', async () => {
  const page = await bed.open('/');
  await button(page, 'Create an account').click();
  await heading(page, 'Create an account');
  await page.getByLabel('E-mail').fill(SOMEBODY);
  await page.getByLabel('Password').fill('short');
  await button(page, 'Create the account').click();
  await page
    .getByRole('alert')
    .filter({ hasText: /password/i })
    .waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);

  await page.getByLabel('Password').fill(FIRST_PASSWORD);
  await button(page, 'Create the account').click();
  await heading(page, 'Confirm your e-mail');
  await page.getByText('the code is on the console').waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
  const first = await newestCode(SOMEBODY, 'SIGN_UP');
  await page.getByLabel('Code', { exact: true }).fill(first === '000000' ? '000001' : '000000');
  await button(page, 'Confirm').click();
  await page.getByText('That is not the code.').waitFor();

  await button(page, 'Send a new code').click();
  await page.getByLabel('Code', { exact: true }).fill(await newestCode(SOMEBODY, 'SIGN_UP', first));
  await button(page, 'Confirm').click();
  await button(page, 'Sign out').waitFor();
  await expect.poll(() => page.getByText(SOMEBODY).count()).toBeGreaterThan(0);
});

test('an account that was left unconfirmed is taken up at the next sign-in', async () => {
  const page = await bed.open('/');
  const email = 'later@example.com';
  await button(page, 'Create an account').click();
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(FIRST_PASSWORD);
  await button(page, 'Create the account').click();
  await heading(page, 'Confirm your e-mail');
  await button(page, 'Back to signing in').click();

  await button(page, 'Sign in').click();
  await page.getByText('not confirmed yet').waitFor();
  await page.getByLabel('Code', { exact: true }).fill(await newestCode(email, 'SIGN_UP'));
  await button(page, 'Confirm').click();
  await button(page, 'Sign out').waitFor();
});

test('a forgotten password is set anew by a code, and the old one is of no use then', async () => {
  const page = await bed.open('/');
  await button(page, 'Forgotten password?').click();
  await page.getByLabel('E-mail').fill(COLLEAGUE.username);
  expect(await accessibilityProblems(page)).toEqual([]);
  await button(page, 'Ask for a code').click();
  await heading(page, 'Set a new password');
  await page
    .getByLabel('Code', { exact: true })
    .fill(await newestCode(COLLEAGUE.username, 'FORGOT_PASSWORD'));
  await page.getByLabel('New password', { exact: true }).fill(SECOND_PASSWORD);
  expect(await accessibilityProblems(page)).toEqual([]);
  await button(page, 'Save and sign in').click();
  await button(page, 'Sign out').click();

  await page.getByLabel('E-mail').fill(COLLEAGUE.username);
  await page.getByLabel('Password', { exact: true }).fill(COLLEAGUE.password);
  await button(page, 'Sign in').click();
  await page.getByText('The e-mail or the password is wrong.').waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
  await signInOn(page, { ...COLLEAGUE, password: SECOND_PASSWORD });
});

test('signing in needs no mouse: the demo user is chosen, sent with Enter, and the way out is reached by Tab', async () => {
  const page = await bed.open('/');
  await page.getByLabel('Demo user').waitFor();
  const focused = () =>
    page.evaluate(() => {
      const { activeElement: element } = document;
      const label = (element as HTMLInputElement | null)?.labels?.[0]?.textContent;
      return label ?? element?.textContent ?? '';
    });
  const seen: string[] = [];
  for (let step = 0; step < 6; step++) {
    await page.keyboard.press('Tab');
    seen.push(await focused());
  }
  expect(seen).toEqual([
    'Demo user',
    'E-mail',
    'Password',
    'Sign in',
    'Forgotten password?',
    'Create an account',
  ]);

  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await heading(page, 'Forgotten password');
  expect(await focused()).toBe('E-mail');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await heading(page, 'Sign in');
  await page.getByLabel('Password', { exact: true }).focus();
  await page.keyboard.press('Enter');
  await button(page, 'Sign out').waitFor();
});

test('what is filled in follows the demo user, and only what the configuration says is offered', async () => {
  const page = await bed.open('/');
  await page.getByLabel('Demo user').selectOption(COLLEAGUE.username);
  await expect.poll(() => page.getByLabel('E-mail').inputValue()).toBe(COLLEAGUE.username);
  await page.getByLabel('Demo user').selectOption('Somebody else');
  await expect.poll(() => page.getByLabel('E-mail').inputValue()).toBe('');

  const bare = await bed.browser.newPage();
  await bare.route('**/amplify_outputs.json', async (route) => {
    const response = await route.fetch();
    const outputs = (await response.json()) as { custom: object };
    const { user_pool_endpoint } = outputs.custom as { user_pool_endpoint: string };
    await route.fulfill({ json: { ...outputs, custom: { user_pool_endpoint } } });
  });
  await bare.goto(bed.cloud.apiOrigin);
  await bare.getByLabel('E-mail').waitFor();
  await expect.poll(() => bare.getByLabel('E-mail').inputValue()).toBe('');
  await expect.poll(() => bare.getByLabel('Demo user').count()).toBe(0);
  await expect.poll(() => bare.getByRole('button', { name: 'Create an account' }).count()).toBe(0);
  await bare.getByText('Accounts are made by the people who run this service.').waitFor();
});

test('the page complained of nothing, loaded nothing from others and broke no policy', () => {
  expect(bed.complaints).toEqual([]);
  expect(DEMO_USER.username).not.toBe(COLLEAGUE.username);
});
