import type {
  ReportPreviewInput,
  ReportProgressInput,
  ReportStatus,
} from '../../schema/generated/types.ts';

/** Progress is sent at most this often. */
const INTERVAL_MS = 1_000;

/** Why the work must stop. */
export type StopReason = 'cancelled' | 'superseded';

export interface HeartbeatOptions {
  readonly send: (progress: ReportProgressInput) => Promise<{ status: ReportStatus }>;
  /** Whether a failed send means that another attempt has the report. */
  readonly isSuperseded: (error: unknown) => boolean;
  readonly stop: (reason: StopReason) => void;
  /** Without progress, a sign of life is sent this often, in milliseconds. */
  readonly quietMs: number;
}

/**
 * Sends progress and renews the lease, one call at a time, at most once a second; learns from the answers
 * when to stop. A send that fails for another reason is tried again at the next beat.
 */
export function startHeartbeat({ send, isSuperseded, stop, quietMs }: HeartbeatOptions) {
  let latest: ReportProgressInput = { phase: 'reading', rowsWritten: 0, bytesWritten: 0 };
  let preview: ReportPreviewInput | undefined;
  let sent: ReportProgressInput | undefined;
  let sentAt = performance.now();
  let sending: Promise<void> | undefined;
  const timer = setInterval(beat, INTERVAL_MS);

  return {
    report: (progress: ReportProgressInput) => void (latest = progress),
    /** The first rows; sent with the next beat. */
    show: (rows: ReportPreviewInput) => void (preview = rows),
    /** Sends at once what no beat has sent yet: first rows of a short report, last rows of any. */
    async flush(): Promise<void> {
      await sending;
      if (latest !== sent || preview) beat();
      await sending;
    },
    /** Stops beating; resolves when the last call has been answered. */
    async end(): Promise<void> {
      clearInterval(timer);
      await sending;
    },
  };

  function beat(): void {
    const isQuiet = latest === sent && !preview;
    if (sending || (isQuiet && performance.now() - sentAt < quietMs)) return;
    const progress = latest;
    const shown = preview;
    sending = send({ ...progress, ...(shown ? { preview: shown } : {}) })
      .then(
        ({ status }) => {
          sent = progress;
          sentAt = performance.now();
          if (preview === shown) preview = undefined;
          if (status === 'CANCELLING') stop('cancelled');
        },
        (error: unknown) => {
          if (isSuperseded(error)) stop('superseded');
        },
      )
      .finally(() => void (sending = undefined));
  }
}
