import { useRef, useState, type SubmitEvent } from 'react';
import { CalendarFields, SampleFields, TitleField, type FieldsProps } from './OrderFields.tsx';
import { KindChoice } from './KindChoice.tsx';
import {
  checkDraft,
  expectation,
  firstDraft,
  type FieldProblems,
  type Order,
  type OrderDraft,
} from './order.ts';

/** The longest time between the clicks of a double click that systems allow by default, and a little more. */
const DOUBLE_CLICK_MS = 600;

/** Sends a checked order; resolves with the problems the API found in its fields. */
type SendOrder = (order: Order) => Promise<FieldProblems | undefined>;

/** The form for a new report. Problems are shown beside their fields, from the first try on as one types. */
export function OrderForm({ onOrder }: { onOrder: SendOrder }) {
  const [draft, setDraft] = useState(() => firstDraft(Date.now()));
  const [hasTried, setHasTried] = useState(false);
  const [refusal, setRefusal] = useState<FieldProblems>({});
  const last = useRef({ text: '', atMs: 0 });
  const form = useRef<HTMLFormElement>(null);

  const checked = checkDraft(draft);
  const problems = { ...refusal, ...(hasTried && 'problems' in checked ? checked.problems : {}) };

  function change(changes: Partial<OrderDraft>): void {
    setDraft((current) => ({ ...current, ...changes }));
    setRefusal({});
  }

  async function submit(event: SubmitEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    setRefusal({});
    setHasTried('problems' in checked);
    if ('problems' in checked) return focusFirstProblem(form.current);
    if (isDoubleClick(checked.order)) return;
    // The name was this report's; the other values are a good start for the next one.
    setDraft({ ...draft, title: '' });
    const refused = await onOrder(checked.order);
    if (!refused) return;
    setDraft((current) => ({ ...current, title: current.title || draft.title }));
    setRefusal(refused);
    focusFirstProblem(form.current);
  }

  /** The second click of a double click is no second order. */
  function isDoubleClick({ definition }: Order): boolean {
    const text = JSON.stringify(definition);
    const atMs = performance.now();
    const { text: lastText, atMs: lastMs } = last.current;
    last.current = { text, atMs };
    return text === lastText && atMs - lastMs < DOUBLE_CLICK_MS;
  }

  const fields: FieldsProps = { draft, problems, change };
  return (
    <form ref={form} onSubmit={(event) => void submit(event)} noValidate>
      <KindChoice kind={draft.kind} onChange={(kind) => change({ kind })} />
      {draft.kind === 'sample' ? <SampleFields {...fields} /> : <CalendarFields {...fields} />}
      <TitleField {...fields} />
      <button type="submit" className="primary">
        Generate report
      </button>
      <p className="help">
        {expectation(draft) ?? 'Something above is missing or wrong.'} The file is CSV.
      </p>
    </form>
  );
}

/** After the problems have been drawn, as the fields are marked only then. */
function focusFirstProblem(form: HTMLFormElement | null): void {
  setTimeout(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
