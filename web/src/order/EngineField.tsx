import { SelectField } from '../SelectField.tsx';
import { engineInWords } from './engines.ts';
import { ENGINE, enginesOf } from './inputs.ts';
import type { FieldsProps } from './KindFields.tsx';

interface EngineFieldProps extends FieldsProps {
  /** What the estimate says would make the rows. */
  readonly expected: string | undefined;
}

/** What is to make the rows, for kinds that have a choice. */
export function EngineField({ draft, problems, change, expected }: EngineFieldProps) {
  const engines = enginesOf(draft.kind);
  if (engines.length === 0) return null;
  return (
    <SelectField
      label="Rows made by"
      name="engine"
      value={draft.engine}
      onChange={(engine) => change({ engine })}
      help={expected && !draft.engine ? `Now: ${engineInWords(expected)}.` : undefined}
      problem={problems[ENGINE]}
    >
      <option value="">What suits its size</option>
      {engines.map((engine) => (
        <option key={engine} value={engine}>
          {engineInWords(engine)}
        </option>
      ))}
    </SelectField>
  );
}
