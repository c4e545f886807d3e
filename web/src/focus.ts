/**
 * Moves the focus from a control that is about to leave the page to what is around it, which stays: the row, or the
 * whole list when the row leaves too.
 */
export function keepFocusNear(control: HTMLElement, around: 'row' | 'list' = 'row'): void {
  control.closest<HTMLElement>(`[data-home="${around}"]`)?.focus({ preventScroll: true });
}
