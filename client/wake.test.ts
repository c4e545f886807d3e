import { afterEach, expect, test, vi } from 'vitest';
import { onWake } from './wake.ts';

afterEach(() => vi.unstubAllGlobals());

test('listens for a page coming back, until disposed', () => {
  const window = new EventTarget();
  const document = new EventTarget();
  vi.stubGlobal('window', window);
  vi.stubGlobal('document', document);
  let woken = 0;

  const listening = onWake(() => (woken += 1));
  window.dispatchEvent(new Event('online'));
  window.dispatchEvent(new Event('focus'));
  document.dispatchEvent(new Event('visibilitychange'));
  expect(woken).toBe(3);

  listening[Symbol.dispose]();
  window.dispatchEvent(new Event('online'));
  expect(woken).toBe(3);
});

test('does nothing where there is no page', () => {
  expect(() => onWake(() => undefined)[Symbol.dispose]()).not.toThrow();
});
