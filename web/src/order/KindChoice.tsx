import { CardChoice } from '../CardChoice.tsx';
import { ORDER_KINDS } from './inputs.ts';
import { inWords } from './labels.ts';

/** Kinds that have a shorter word here than the schema's description. */
const WORDS: Readonly<Record<string, string>> = {
  sample: 'Demonstration rows',
  calendar: 'One row per day',
  flightDelays: 'Airport by airport',
  flightDetails: 'One row per flight',
};

const CARDS = ORDER_KINDS.map(({ name, doc }) => ({
  value: name,
  label: inWords(name),
  description: WORDS[name] ?? doc,
}));

interface KindChoiceProps {
  readonly kind: string;
  readonly onChange: (kind: string) => void;
}

/** Every kind of report the schema has, with what each is for. */
export function KindChoice({ kind, onChange }: KindChoiceProps) {
  return <CardChoice legend="Kind of report" cards={CARDS} chosen={kind} onChange={onChange} />;
}
