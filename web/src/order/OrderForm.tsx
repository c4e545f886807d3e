import { useEffect, useId, useRef, useState, type SubmitEvent } from 'react';
import { firstDraft, type OrderDraft } from './draft.ts';
import { EstimateLine } from './EstimateLine.tsx';
import { FileFields } from './FileFields.tsx';
import type { FieldProblems, Path } from './inputs.ts';
import { KindChoice } from './KindChoice.tsx';
import { KindFields, TitleField, type FieldsProps } from './KindFields.tsx';
import { checkDraft, isRepeated, type Order } from './order.ts';
import { deviceTimeZone } from './time-zones.ts';
import { useEstimate, type AskEstimate } from './use-estimate.ts';

/** The longest time between the clicks of a double click that systems allow by default, and a little more. */
const DOUBLE_CLICK_MS = 600;

/** The fields with problems; of a group of radio buttons, the chosen one. */
const INVALID = '[aria-invalid="true"], [data-invalid] :checked';

/** Sends a checked order; resolves with the problems the API found in its fields. */
type SendOrder = (order: Order) => Promise<FieldProblems | undefined>;

interface OrderFormProps {
  /** What to start from, for running a report again with changes; a new object each time. */
  readonly prefilled: OrderDraft | undefined;
  /** The form has it: another visit to it starts afresh. */
  readonly onPrefilled: () => void;
  readonly onOrder: SendOrder;
  /** The same order was sent a moment ago, and is not sent twice. */
  readonly onRepeated: (order: Order) => void;
  readonly askEstimate: AskEstimate;
}

/** The form for a new report. A problem is shown beside its field once the reader has left it, or tried to send. */
export function OrderForm(props: OrderFormProps) {
  const { prefilled, onPrefilled, onOrder, onRepeated, askEstimate } = props;
  const [draft, setDraft] = useState(() => prefilled ?? firstDraft(Date.now(), deviceTimeZone()));
  const [shown, setShown] = useState<ReadonlySet<Path> | 'all'>(new Set<Path>());
  const [refusal, setRefusal] = useState<FieldProblems>({});
  const last = useRef<{ order: Order; atMs: number }>(undefined);
  const form = useRef<HTMLFormElement>(null);
  const [estimateId, misfitId] = [useId(), useId()];

  const checked = checkDraft(draft);
  const checkedOrder = 'order' in checked ? checked.order : undefined;
  const estimating = useEstimate(checkedOrder, askEstimate);
  const misfit = (checkedOrder && estimating.answer?.estimate?.problem) ?? undefined;
  const found = 'problems' in checked ? checked.problems : {};
  const problems = { ...refusal, ...(shown === 'all' ? found : only(found, shown)) };

  useEffect(() => {
    if (!prefilled) return;
    setDraft(prefilled);
    setShown(new Set());
    setRefusal({});
    form.current?.querySelector<HTMLElement>('.kind-fields :is(input, select)')?.focus();
    onPrefilled();
  }, [prefilled, onPrefilled]);

  function change(changes: Partial<OrderDraft>): void {
    setDraft((current) => ({ ...current, ...changes }));
    setRefusal({});
  }

  function onLeave(path: Path): void {
    setShown((current) => (current === 'all' ? current : new Set([...current, path])));
  }

  async function submit(event: SubmitEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    setRefusal({});
    setShown('problems' in checked ? 'all' : new Set());
    if ('problems' in checked) return focusFirstProblem(form.current);
    if (isDoubleClick(checked.order)) return onRepeated(checked.order);
    // The name was this report's; the other values are a good start for the next one.
    setDraft({ ...draft, title: '' });
    const refused = await onOrder(checked.order);
    if (!refused) return;
    setDraft((current) => ({ ...current, title: current.title || draft.title }));
    setRefusal(refused);
    focusFirstProblem(form.current);
  }

  /** The second click of a double click is no second order; it finds the name gone, as the first has taken it. */
  function isDoubleClick(order: Order): boolean {
    const before = last.current;
    const atMs = performance.now();
    last.current = { order, atMs };
    if (!before || atMs - before.atMs >= DOUBLE_CLICK_MS) return false;
    return isRepeated(before.order, order);
  }

  const fields: FieldsProps = { draft, problems, change, onLeave };
  return (
    <form ref={form} onSubmit={(event) => void submit(event)} noValidate>
      <KindChoice kind={draft.kind} onChange={(kind) => change({ kind })} />
      <KindFields {...fields} />
      <FileFields
        {...fields}
        misfitId={misfitId}
        misfit={misfit}
        expectedEngine={estimating.answer?.estimate?.engine}
      />
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

function only(problems: FieldProblems, shown: ReadonlySet<Path>): FieldProblems {
  return Object.fromEntries(Object.entries(problems).filter(([path]) => shown.has(path)));
}

/** After the problems have been drawn, as the fields are marked only then. */
function focusFirstProblem(form: HTMLFormElement | null): void {
  setTimeout(() => form?.querySelector<HTMLElement>(INVALID)?.focus());
}
