import { useId } from 'react';
import { ORDER_KINDS } from '../order/inputs.ts';
import { inWords } from '../order/labels.ts';
import { STATE_FILTERS, type Filters, type StateFilter } from './filters.ts';

interface FilterBarProps {
  readonly filters: Filters;
  /** Kinds among the reports, for one the schema no longer has. */
  readonly kinds: ReadonlySet<string>;
  /** Typing replaces the address rather than leaving one for each letter. */
  readonly onChange: (changes: Partial<Filters>, options?: { replace?: boolean }) => void;
}

/** Narrows the list by state, kind and text. */
export function FilterBar({ filters, kinds, onChange }: FilterBarProps) {
  const id = useId();
  const names = new Set([...ORDER_KINDS.map(({ name }) => name), ...kinds]);

  return (
    <search className="filters" aria-label="Find reports">
      <div className="field">
        <label htmlFor={`${id}-text`}>Search</label>
        <input
          id={`${id}-text`}
          type="search"
          autoComplete="off"
          placeholder="Name or parameter"
          value={filters.text}
          onChange={({ target }) => onChange({ text: target.value }, { replace: true })}
        />
      </div>
      <div className="field">
        <label htmlFor={`${id}-state`}>Status</label>
        <select
          id={`${id}-state`}
          value={filters.state}
          onChange={({ target }) => onChange({ state: target.value as StateFilter | '' })}
        >
          <option value="">Any</option>
          {STATE_FILTERS.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </div>
      <div className="field">
        <label htmlFor={`${id}-kind`}>Kind</label>
        <select
          id={`${id}-kind`}
          value={filters.kind}
          onChange={({ target }) => onChange({ kind: target.value })}
        >
          <option value="">Any</option>
          {[...names].map((name) => (
            <option key={name} value={name}>
              {inWords(name)}
            </option>
          ))}
        </select>
      </div>
    </search>
  );
}
