interface Target {
  addEventListener(type: string, listener: () => void): void;
  removeEventListener(type: string, listener: () => void): void;
}

/**
 * Calls `listener` when a page comes back from where news cannot have reached it: the network returned, or the
 * page is looked at again. Does nothing where there is no page.
 */
export function onWake(listener: () => void): Disposable {
  const { document, window } = globalThis as { document?: Target; window?: Target };
  const sources: [Target | undefined, string][] = [
    [window, 'online'],
    [window, 'focus'],
    [document, 'visibilitychange'],
  ];
  for (const [target, type] of sources) target?.addEventListener(type, listener);
  return {
    [Symbol.dispose]() {
      for (const [target, type] of sources) target?.removeEventListener(type, listener);
    },
  };
}
