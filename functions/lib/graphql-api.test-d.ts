/** What the compiler must refuse; `tsc` fails on every expected error that is not one. */
import { expectTypeOf } from 'vitest';
import {
  ReportProgressedDocument,
  ReportReadyDocument,
  type ReportStatus,
} from '../../schema/generated/documents.ts';
import type { SendDocument } from './graphql-api.ts';

export async function mutations(send: SendDocument): Promise<void> {
  const progress = { phase: 'writing', rowsWritten: 1, bytesWritten: 1 };
  const attempt = { owner: 'me', reportId: 'id', attempt: 1 };
  await send(ReportProgressedDocument, { ...attempt, progress });
  // @ts-expect-error a missing variable
  await send(ReportProgressedDocument, { owner: 'me', reportId: 'id', progress });
  // @ts-expect-error an unknown variable
  await send(ReportProgressedDocument, { ...attempt, progress, hop: 1 });
  // @ts-expect-error an unknown field of an input
  await send(ReportProgressedDocument, { ...attempt, progress: { ...progress, rows: 1 } });
  // @ts-expect-error the wrong enum
  await send(ReportReadyDocument, { ...attempt, status: 'DONE' });

  const { reportReady } = await send(ReportReadyDocument, { ...attempt, status: 'CANCELLED' });
  expectTypeOf(reportReady?.status).toEqualTypeOf<ReportStatus | undefined>();
  // @ts-expect-error an unknown field
  void reportReady?.state;
}
