import { Icon } from './Icon.tsx';
import type { useNotifications } from './use-notifications.ts';

/** Turns the system's notifications on and off; nothing is asked before it is pressed. */
export function NotifyButton({ state, toggle }: ReturnType<typeof useNotifications>) {
  if (state === 'unavailable') return null;
  if (state === 'blocked') {
    return <p className="help">This browser blocks notifications of this page.</p>;
  }
  return (
    <button
      type="button"
      className="quiet"
      aria-pressed={state === 'on'}
      title="When a report ends while you do not look at this page"
      onClick={() => void toggle()}
    >
      <Icon name="bell" />
      Notify me{state === 'on' && ': on'}
    </button>
  );
}
