/** Moves the focus from a button that is about to leave the page to what is around it, which stays. */
export function keepFocusNear(
  button: HTMLElement,
  around: 'article' | 'section' = 'article',
): void {
  button.closest<HTMLElement>(`${around}[tabindex]`)?.focus({ preventScroll: true });
}
