import { estimateInWords } from './estimate.ts';
import type { Order } from './order.ts';
import type { Estimating } from './use-estimate.ts';

interface EstimateLineProps {
  /** For the button to be described by. */
  readonly id: string;
  /** Undefined while the form has problems. */
  readonly order: Order | undefined;
  readonly estimating: Estimating;
}

/** What the order is likely to take: read out with the button rather than at every change. */
export function EstimateLine({ id, order, estimating }: EstimateLineProps) {
  return (
    <p className="estimate help" id={id} data-old={order && !estimating.isCurrent}>
      {order ? words(estimating) : 'Something above is missing or wrong.'}
    </p>
  );
}

/** An estimate that does not come is no reason not to order. */
function words({ answer }: Estimating): string {
  if (!answer) return 'Estimating…';
  if (!answer.estimate) return 'There is no estimate now. You can order all the same.';
  return estimateInWords(answer.estimate, answer.order);
}
