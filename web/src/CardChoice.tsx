import { useId } from 'react';

interface Card<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** What it is for, in a few words. */
  readonly description: string;
}

interface CardChoiceProps<Value extends string> {
  readonly legend: string;
  readonly cards: readonly Card<Value>[];
  readonly chosen: Value;
  readonly onChange: (value: Value) => void;
  /** What is wrong with the choice. */
  readonly problem?: string | undefined;
}

/** One of a few, each with what it is for: radio buttons, dressed as cards. */
export function CardChoice<Value extends string>(props: CardChoiceProps<Value>) {
  const { legend, cards, chosen, onChange, problem } = props;
  const id = useId();

  return (
    <fieldset
      className="choice"
      data-invalid={problem ? true : undefined}
      aria-describedby={problem ? `${id}-problem` : undefined}
    >
      <legend>{legend}</legend>
      <div className="choice-cards">
        {cards.map(({ value, label, description }) => (
          <label key={value} className="choice-card">
            <input
              type="radio"
              name={id}
              value={value}
              checked={value === chosen}
              onChange={() => onChange(value)}
              aria-label={label}
              aria-describedby={`${id}-${value}`}
            />
            <span>
              <b>{label}</b>
              <span className="help" id={`${id}-${value}`}>
                {description}
              </span>
            </span>
          </label>
        ))}
      </div>
      {problem && (
        <p className="problem" id={`${id}-problem`}>
          {problem}
        </p>
      )}
    </fieldset>
  );
}
