import { CardChoice } from './CardChoice.tsx';
import type { Kind } from './draft.ts';

const KINDS: readonly { value: Kind; label: string; description: string }[] = [
  { value: 'sample', label: 'Sample', description: 'Demonstration' },
  { value: 'calendar', label: 'Calendar', description: 'One row per day' },
  { value: 'flightDelays', label: 'Flight delays', description: 'Airport by airport' },
  { value: 'flightDetails', label: 'Flight details', description: 'One row per flight' },
];

interface KindChoiceProps {
  readonly kind: Kind;
  readonly onChange: (kind: Kind) => void;
}

/** The kinds of report there are, with what each is for. */
export function KindChoice({ kind, onChange }: KindChoiceProps) {
  return <CardChoice legend="Kind of report" cards={KINDS} chosen={kind} onChange={onChange} />;
}
