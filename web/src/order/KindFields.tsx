import { useId } from 'react';
import { TextField } from '../TextField.tsx';
import { startOf } from './draft-problems.ts';
import type { OrderDraft } from './draft.ts';
import { InputField } from './InputField.tsx';
import {
  kindNamed,
  MAX_TITLE_CHARACTERS,
  pathOf,
  TITLE,
  type FieldProblems,
  type OrderInput,
  type Path,
} from './inputs.ts';
import { helpOf, helpTogether } from './labels.ts';

export interface FieldsProps {
  readonly draft: OrderDraft;
  readonly problems: FieldProblems;
  readonly change: (changes: Partial<OrderDraft>) => void;
  /** The reader has left a field: what is wrong with it may be said. */
  readonly onLeave: (path: Path) => void;
}

/** What the chosen kind is and its parameters, as the schema has them. */
export function KindFields(props: FieldsProps) {
  const kind = kindNamed(props.draft.kind);
  if (!kind) return null;
  return (
    <div className="kind-fields">
      <p className="help">{helpOf(kind.about || kind.doc)}</p>
      {periodsOf(kind.inputs).map((group) => (
        <InputGroup key={group.map(pathOf).join()} group={group} {...props} />
      ))}
    </div>
  );
}

/** One input with its help, or the two ends of a period with theirs in common. */
function InputGroup({ group, ...props }: FieldsProps & { readonly group: readonly OrderInput[] }) {
  const helpId = useId();
  const [first] = group;
  if (!first) return null;
  if (group.length === 1) return <InputField input={first} {...props} />;
  return (
    <div className="pair">
      {group.map((input) => (
        <InputField key={pathOf(input)} input={input} helpId={helpId} {...props} />
      ))}
      <p className="help" id={helpId}>
        {helpTogether(group.map(({ doc }) => doc))}
      </p>
    </div>
  );
}

/** Inputs by themselves, except that the end of a period stands with its start. */
function periodsOf(inputs: readonly OrderInput[]): OrderInput[][] {
  const groups: OrderInput[][] = [];
  for (const input of inputs) {
    const start = startOf(inputs, input);
    const group = start && groups.find(([first]) => first === start);
    if (group) group.push(input);
    else groups.push([input]);
  }
  return groups;
}

/** The name somebody may give a report of any kind. */
export function TitleField({ draft, problems, change, onLeave }: FieldsProps) {
  return (
    <TextField
      name="title"
      label="Name (optional)"
      autoComplete="off"
      value={draft.title}
      onChange={(title) => change({ title })}
      onBlur={() => onLeave(TITLE)}
      help={`Shown in the list. At most ${MAX_TITLE_CHARACTERS} characters.`}
      problem={problems[TITLE]}
    />
  );
}
