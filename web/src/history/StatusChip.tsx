import { Icon } from '../Icon.tsx';
import { STANDING_WORDS, type Standing } from './status.ts';

/** Where a report stands, by icon and word. */
export function StatusChip({ standing }: { standing: Standing }) {
  return (
    <span className="chip" data-standing={standing}>
      <Icon name={standing} />
      <span className="visually-hidden">Status: </span>
      {STANDING_WORDS[standing]}
    </span>
  );
}
