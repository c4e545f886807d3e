import type { Kind } from './order.ts';

const KINDS: readonly { kind: Kind; label: string; description: string }[] = [
  { kind: 'sample', label: 'Sample', description: 'Demonstration rows: date, item, amount.' },
  { kind: 'calendar', label: 'Calendar', description: 'One row for each day, to join with.' },
];

interface KindChoiceProps {
  readonly kind: Kind;
  readonly onChange: (kind: Kind) => void;
}

/** The kinds of report there are, with what each is for. */
export function KindChoice({ kind: chosen, onChange }: KindChoiceProps) {
  return (
    <fieldset className="kinds">
      <legend>Kind of report</legend>
      {KINDS.map(({ kind, label, description }) => (
        <label key={kind} className="kind">
          <input
            type="radio"
            name="kind"
            value={kind}
            checked={kind === chosen}
            onChange={() => onChange(kind)}
            aria-describedby={`kind-${kind}`}
            aria-label={label}
          />
          <span>
            <b>{label}</b>
            <span className="help" id={`kind-${kind}`}>
              {description}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
