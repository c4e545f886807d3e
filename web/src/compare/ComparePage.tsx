import { useEffect, useState, type SubmitEvent } from 'react';
import { SimpleHeader } from '../SimpleHeader.tsx';
import { SubmitButton } from '../SubmitButton.tsx';
import { TextField } from '../TextField.tsx';
import type { Visit } from '../SessionGate.tsx';
import { LaneCard } from './LaneCard.tsx';
import { isComparisonOffered } from './synchronous.ts';
import { useElapsed } from './use-elapsed.ts';
import { useRace } from './use-race.ts';

const ROWS = 500;
const USUAL_SECONDS = '40';
const MOST_SECONDS = 60;

type Offer = 'asking' | 'offered' | 'not-offered' | { readonly problem: string };

/** The same report, waited for and announced, side by side. */
export function ComparePage({ user, signOut }: Visit) {
  const [offer, setOffer] = useState<Offer>('asking');

  useEffect(() => {
    isComparisonOffered().then(
      (isOffered) => setOffer(isOffered ? 'offered' : 'not-offered'),
      (error: unknown) => setOffer({ problem: (error as Error).message }),
    );
  }, []);

  return (
    <>
      <SimpleHeader title="Waiting or being told" userName={user.name} onSignOut={signOut} />
      <main className="compare">
        <p>
          A report can take longer than an API lets a request last: AppSync gives up after 30
          seconds. Here the same report is asked for twice at the same moment, once by a request
          that waits for it and once by one that is told when it is ready.
        </p>
        {offer === 'asking' && <p role="status">Asking whether this deployment can show it…</p>}
        {offer === 'not-offered' && (
          <p className="notice" role="status">
            This deployment does not offer the comparison: its API has no request that waits.
            Whoever runs it can switch it on with the stack’s setting <code>comparison</code>.
          </p>
        )}
        {typeof offer === 'object' && (
          <p className="notice" role="alert">
            The API could not be asked: {offer.problem}
          </p>
        )}
        {offer === 'offered' && <Comparison />}
      </main>
    </>
  );
}

function Comparison() {
  const { waiting, told, startedAtMs, isRunning, start } = useRace();
  const elapsedMs = useElapsed(startedAtMs, isRunning);
  const [seconds, setSeconds] = useState(USUAL_SECONDS);
  const [problem, setProblem] = useState<string>();

  function submit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    if (isRunning) return;
    const wanted = Number(seconds);
    if (!/^\d+$/.test(seconds) || wanted < 1 || wanted > MOST_SECONDS) {
      return setProblem(`Enter a whole number of seconds from 1 to ${MOST_SECONDS}.`);
    }
    setProblem(undefined);
    start({ amountOfRows: ROWS, delayMs: wanted * 1000 });
  }

  return (
    <>
      <form className="compare-form" onSubmit={submit} noValidate>
        <TextField
          label="Seconds the report takes"
          inputMode="numeric"
          value={seconds}
          onChange={setSeconds}
          problem={problem}
        />
        <SubmitButton isBusy={isRunning} busyText="Both are under way…">
          Ask for both
        </SubmitButton>
      </form>
      <div className="lanes">
        <LaneCard
          title="Waiting"
          how="One request, open until the report is made."
          lane={waiting}
          elapsedMs={elapsedMs}
        />
        <LaneCard
          title="Being told"
          how="A request that answers at once, and a push when the report is ready."
          lane={told}
          elapsedMs={elapsedMs}
        />
      </div>
    </>
  );
}
