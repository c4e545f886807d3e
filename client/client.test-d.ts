/** What the compiler must refuse; `tsc` fails on every expected error that is not one. */
import { expectTypeOf } from 'vitest';
import {
  GetReportDocument,
  ListReportsDocument,
  OnReportReadyDocument,
} from '../schema/generated/documents.ts';
import type {
  GraphqlApi,
  Report,
  ReportDownload,
  ReportEstimate,
  ReportsClient,
  ReportStatus,
} from './index.ts';

declare const client: ReportsClient;
declare const api: GraphqlApi;

export async function orders(): Promise<void> {
  await client.generate({
    definition: { sample: { amountOfRows: 5 } },
    title: 'A title',
    format: 'CSV',
  });
  // @ts-expect-error a missing parameter
  await client.generate({ definition: { sample: { delayMs: 5 } } });
  // @ts-expect-error a parameter of the wrong type
  await client.generate({ definition: { sample: { amountOfRows: '5' } } });
  // @ts-expect-error an unknown parameter
  await client.generate({ definition: { sample: { amountOfRows: 5, rows: 5 } } });
  // @ts-expect-error an unknown kind
  await client.generate({ definition: { nonsense: {} } });
  // @ts-expect-error no kind at all
  await client.generate({ definition: {} });
  const sample = { amountOfRows: 5 };
  const flights = { fromDate: '2001-01-01', toDate: '2001-01-31' };
  await client.generate({ definition: { flightDetails: flights }, format: 'PARQUET' });
  await client.generate({
    definition: { flightDelays: { ...flights, state: 'CA', minimumFlights: 100 } },
    csv: { dialect: 'EXCEL', delimiter: ';' },
    gzip: true,
    timeZone: 'Europe/Berlin',
  });
  // @ts-expect-error a parameter of another kind
  await client.generate({ definition: { flightDetails: { ...flights, minimumFlights: 100 } } });
  // @ts-expect-error an unknown dialect
  await client.generate({ definition: { flightDelays: flights }, csv: { dialect: 'TSV' } });
  // @ts-expect-error an estimate is of an order
  await client.estimate({ flightDelays: flights });
  const calendar = { fromDate: '2026-01-01', toDate: '2026-12-31' };
  // @ts-expect-error two kinds in one order
  await client.generate({ definition: { sample, calendar } });
  // @ts-expect-error an unknown format
  await client.generate({ definition: { sample: { amountOfRows: 5 } }, format: 'DOC' });
  // @ts-expect-error an unknown input field
  await client.generate({ definition: { sample: { amountOfRows: 5 } }, name: 'A title' });
  // @ts-expect-error no order at all
  await client.generate();
}

export async function reads(): Promise<void> {
  const report = await client.get('id');
  expectTypeOf(report?.download).toEqualTypeOf<ReportDownload | null | undefined>();
  expectTypeOf((await client.wait('id')).download).toExtend<ReportDownload>();
  expectTypeOf((await client.wait('id')).result.rowCount).toEqualTypeOf<number>();
  expectTypeOf((await client.list()).items).toEqualTypeOf<Report[]>();
  expectTypeOf<Report['status']>().toEqualTypeOf<ReportStatus>();
  expectTypeOf(await client.cancel('id')).toEqualTypeOf<Report>();
  expectTypeOf<ReportEstimate['rows']>().toEqualTypeOf<number | null>();
  for await (const state of client.watch('id')) expectTypeOf(state).toEqualTypeOf<Report>();

  // @ts-expect-error there may be no report
  void report.status;
  // @ts-expect-error an unknown field
  void report?.state;
  // @ts-expect-error an unknown status
  await client.list({ status: 'DONE' });
  // @ts-expect-error an unknown variable
  await client.list({ limit: 5 });
  // @ts-expect-error a watch is for one report
  client.watch();
}

export async function documents(): Promise<void> {
  await api.request(GetReportDocument, { reportId: 'id' });
  // @ts-expect-error the wrong variable
  await api.request(GetReportDocument, { id: 'id' });
  // @ts-expect-error a variable the document does not have, beside the right one
  await api.request(GetReportDocument, { reportId: 'id', id: 'id' });
  // @ts-expect-error a variable of the wrong type
  await api.request(GetReportDocument, { reportId: true });
  // @ts-expect-error a missing variable
  await api.request(GetReportDocument, {});
  // @ts-expect-error no variables at all
  await api.request(GetReportDocument);
  // @ts-expect-error the wrong enum
  await api.request(ListReportsDocument, { status: 'DONE' });
  const { fields } = await api.request(ListReportsDocument, { first: 5 });
  // @ts-expect-error an unknown field
  void fields.getReport;
  // @ts-expect-error an unknown field of a report
  void fields.listReports.items[0]?.state;
  // @ts-expect-error the list does not read links
  void fields.listReports.items[0]?.download;

  const listener = { onAccepted: () => undefined, onError: () => undefined };
  api.subscribe(
    OnReportReadyDocument,
    { reportId: 'id' },
    {
      ...listener,
      onMessage({ onReportReady }) {
        expectTypeOf(onReportReady?.download).toEqualTypeOf<ReportDownload | null | undefined>();
        // @ts-expect-error an unknown field
        void onReportReady?.state;
      },
    },
  );
  const onMessage = (): void => undefined;
  // @ts-expect-error a variable the subscription does not have
  api.subscribe(OnReportReadyDocument, { owner: 'me' }, { ...listener, onMessage });
}
