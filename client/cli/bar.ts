import cliProgress from 'cli-progress';
import { MAX_BAR, percentOf, progressBarLine, type Standing } from './progress-line.ts';

// A CommonJS module whose named exports Node cannot see.
const { Format, Presets, SingleBar } = cliProgress;

const WHOLE = 100;
const REDRAWS_PER_SECOND = 4;

export interface BarOptions {
  readonly stream: NodeJS.WritableStream;
  /** Whether the terminal shows characters beyond ASCII. */
  readonly unicode: boolean;
  /** What to draw, asked at each redraw. */
  readonly standing: () => Standing;
}

/** One line on a terminal, redrawn as time passes until it is disposed, which takes it away. */
export interface Bar extends Disposable {
  /** To be called when the report has moved on. */
  update(): void;
}

/** Draws a bar at the beginning of the line the cursor is on. */
export function startBar({ stream, unicode, standing }: BarOptions): Bar {
  const bar = new SingleBar(
    {
      stream,
      clearOnComplete: true,
      barsize: MAX_BAR,
      fps: REDRAWS_PER_SECOND,
      // Cut to the terminal's width, without switching its wrapping off and on.
      linewrap: true,
      // The last column stays free: some terminals wrap once it is written.
      format: (options, { progress, maxWidth }) =>
        progressBarLine(standing(), maxWidth - 1, (length) =>
          Format.BarFormat(progress, { ...options, barsize: length }),
        ),
    },
    unicode ? Presets.shades_classic : Presets.legacy,
  );
  const percent = (): number => percentOf(standing().report) ?? 0;
  bar.start(WHOLE, percent());
  return {
    update: () => bar.update(percent()),
    [Symbol.dispose]: () => bar.stop(),
  };
}
