import { useId, useRef, useState, type SubmitEvent } from 'react';
import { firstDraft, type FieldProblems, type OrderDraft } from './draft.ts';
import { EstimateLine } from './EstimateLine.tsx';
import { FileFields } from './FileFields.tsx';
import { KindChoice } from './KindChoice.tsx';
import { checkDraft, orderKey, type Order } from './order.ts';
import { KindFields, TitleField, type FieldsProps } from './OrderFields.tsx';
import { deviceTimeZone } from './time-zones.ts';
import { useEstimate, type AskEstimate } from './use-estimate.ts';

/** The longest time between the clicks of a double click that systems allow by default, and a little more. */
const DOUBLE_CLICK_MS = 600;

/** The fields with problems; of a group of radio buttons, the chosen one. */
const INVALID = '[aria-invalid="true"], [data-invalid] :checked';

/** Sends a checked order; resolves with the problems the API found in its fields. */
type SendOrder = (order: Order) => Promise<FieldProblems | undefined>;

interface OrderFormProps {
  readonly onOrder: SendOrder;
  readonly askEstimate: AskEstimate;
}

/** The form for a new report. Problems are shown beside their fields, from the first try on as one types. */
export function OrderForm({ onOrder, askEstimate }: OrderFormProps) {
  const [draft, setDraft] = useState(() => firstDraft(Date.now(), deviceTimeZone()));
  const [hasTried, setHasTried] = useState(false);
  const [refusal, setRefusal] = useState<FieldProblems>({});
  const last = useRef({ text: '', atMs: 0 });
  const form = useRef<HTMLFormElement>(null);
  const [estimateId, misfitId] = [useId(), useId()];

  const checked = checkDraft(draft);
  const checkedOrder = 'order' in checked ? checked.order : undefined;
  const estimating = useEstimate(checkedOrder, askEstimate);
  const misfit = (checkedOrder && estimating.answer?.estimate?.problem) ?? undefined;
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
  function isDoubleClick(order: Order): boolean {
    const text = orderKey(order);
    const atMs = performance.now();
    const { text: lastText, atMs: lastMs } = last.current;
    last.current = { text, atMs };
    return text === lastText && atMs - lastMs < DOUBLE_CLICK_MS;
  }

  const fields: FieldsProps = { draft, problems, change };
  return (
    <form ref={form} onSubmit={(event) => void submit(event)} noValidate>
      <KindChoice kind={draft.kind} onChange={(kind) => change({ kind })} />
      <KindFields {...fields} />
      <FileFields {...fields} misfitId={misfitId} misfit={misfit} />
      <TitleField {...fields} />
      <div className="submit">
        <button type="submit" className="primary" aria-describedby={`${misfitId} ${estimateId}`}>
          Generate report
        </button>
        <EstimateLine id={estimateId} order={checkedOrder} estimating={estimating} />
      </div>
    </form>
  );
}

/** After the problems have been drawn, as the fields are marked only then. */
function focusFirstProblem(form: HTMLFormElement | null): void {
  setTimeout(() => form?.querySelector<HTMLElement>(INVALID)?.focus());
}
