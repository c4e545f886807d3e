import { useId } from 'react';
import { Icon } from '../Icon.tsx';
import { formatTimer, type Lane } from './lane.ts';

interface LaneCardProps {
  readonly title: string;
  /** What it is, in a sentence. */
  readonly how: string;
  readonly lane: Lane;
  /** Since both were started; 0 before. */
  readonly elapsedMs: number;
}

const WORDS: Readonly<Record<Lane['state'], string>> = {
  idle: 'Not started',
  running: 'Under way',
  arrived: 'Arrived',
  failed: 'Cut off',
};
const ICONS = { idle: 'waiting', running: 'running', arrived: 'ready', failed: 'failed' } as const;

/** One way of getting the report: its timer, and what has happened. */
export function LaneCard({ title, how, lane, elapsedMs }: LaneCardProps) {
  const id = useId();
  const { state, steps, progress, download } = lane;
  const shownMs = lane.tookMs ?? (state === 'running' ? elapsedMs : 0);

  return (
    <section className="card lane" data-state={state} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <p className="help">{how}</p>
      <p className="lane-timer" role="timer" aria-label={`${title}: seconds`}>
        {formatTimer(shownMs)}
        <span aria-hidden="true"> s</span>
      </p>
      <p className="lane-state" role="status">
        <Icon name={ICONS[state]} /> {WORDS[state]}
        {lane.tookMs !== undefined && ` after ${formatTimer(lane.tookMs)} seconds`}
      </p>
      {state === 'running' && (
        <progress
          aria-label={`${title}: progress`}
          {...(progress ? { value: progress.rows, max: progress.of } : {})}
        />
      )}
      <ol className="lane-steps">
        {steps.map(({ atMs, text, quote }) => (
          <li key={`${atMs} ${text}`}>
            <span className="lane-at">{formatTimer(atMs)} s</span>
            <span>
              {text} {quote && <code>{quote}</code>}
            </span>
          </li>
        ))}
      </ol>
      {download && (
        <p>
          <a href={download.url} download={download.filename} rel="noreferrer">
            Download {download.filename}
          </a>
        </p>
      )}
      {state === 'failed' && (
        <p className="help">
          Nothing was kept. The function works on to its end, for nobody, and asking again starts
          from the beginning.
        </p>
      )}
    </section>
  );
}
