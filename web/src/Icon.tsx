import type { Standing } from './history/status.ts';

export type IconName =
  Standing | 'brand' | 'download' | 'again' | 'more' | 'back' | 'bell' | 'search';

const RING = 'M8 1.75a6.25 6.25 0 1 1 0 12.5a6.25 6.25 0 0 1 0-12.5z';

/** Strokes on a grid of 16; each standing has its own outline, so that colour is never needed to tell them apart. */
const PATHS: Readonly<Record<IconName, string>> = {
  sending: 'M2 8h10M8.5 4.5 12 8l-3.5 3.5M14 3v10',
  unsent: 'M8 2 14.5 13.5h-13zM8 6.5v3M8 11.6v.1',
  waiting: `${RING}M8 4.5V8l2.5 1.75`,
  running: 'M13.9 6A6.25 6.25 0 1 0 14.25 8M14.25 2.5V6h-3.5',
  stopping: `${RING}M6 6h4v4H6z`,
  ready: `${RING}M5.25 8.25 7.25 10.25 11 6`,
  warned: `${RING}M8 4.75V8.5M8 11v.1`,
  failed: `${RING}M5.75 5.75l4.5 4.5M10.25 5.75l-4.5 4.5`,
  stopped: `${RING}M4.9 8h6.2`,
  gone: `${RING}M3.6 12.4 12.4 3.6`,
  brand: 'M3.5 1.75h6l3 3v9.5h-9zM6 11.5V9M8 11.5V6.5M10 11.5V8',
  again: 'M2.5 8a5.5 5.5 0 1 1 1.7 4M2.5 13V9.5H6',
  more: 'M3.5 8v.1M8 8v.1M12.5 8v.1',
  back: 'M13 8H3M7 3.5 2.5 8 7 12.5',
  bell: 'M4 11V7a4 4 0 0 1 8 0v4l1 1.25H3zM6.75 14h2.5',
  search: 'M7 2.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 0 1 0-9zM10.5 10.5 14 14',
  download: 'M8 2v8M4.75 7 8 10.25 11.25 7M2.5 13.5h11',
};

/** A small drawing beside a word that says the same: hidden from assistive technology. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
