import { createWriteStream, openSync, writeSync, closeSync, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as tick } from 'node:timers/promises';
import { createOut } from '../../functions/generate-report/pipeline/out.ts';
import { batches, columns, plainRows } from './rows.ts';

/** One writer in a process of its own: `node contender.ts <name> <rows> <file>` prints what it took as JSON. */
const PART_BYTES = 8 * 1024 * 1024;
const CONTENDERS: Readonly<Record<string, (rows: number, file: string) => Promise<void>>> = {
  own,
  exceljs,
  hucre,
};

const [name = '', rows = '0', file = ''] = process.argv.slice(2);
const write = CONTENDERS[name];
if (!write) throw new Error(`No contender is called ${name}.`);
const startedAt = performance.now();
await write(Number(rows), file);
const seconds = (performance.now() - startedAt) / 1000;
const usage = process.resourceUsage();
console.log(
  JSON.stringify({
    seconds,
    cpuSeconds: (usage.userCPUTime + usage.systemCPUTime) / 1e6,
    rssMb: usage.maxRSS / 1024,
    fileMb: statSync(file).size / 1e6,
  }),
);

async function own(count: number, path: string): Promise<void> {
  const { createXlsxEncoder } =
    await import('../../functions/generate-report/encode/xlsx/xlsx-encoder.ts');
  const facts = {
    title: 'Bench',
    definition: '{}',
    asOf: '2026-01-01T00:00:00Z',
    timeZone: 'Europe/Brussels',
    reportId: 'bench',
  };
  const encoder = createXlsxEncoder()({ columns, facts, rowsExpected: count });
  const descriptor = openSync(path, 'w');
  const out = createOut(PART_BYTES);
  const swap = (): void => {
    writeSync(descriptor, out.buffer, 0, out.offset);
    out.renew(out.buffer);
  };
  await encoder.begin(out);
  for (const batch of batches(count)) {
    for (let row = 0; row < batch.length;) {
      row = await encoder.write(batch, row, out);
      if (out.isFull) swap();
    }
  }
  await encoder.end(out);
  swap();
  closeSync(descriptor);
}

async function exceljs(count: number, path: string): Promise<void> {
  const { default: ExcelJs } = await import('exceljs');
  const workbook = new ExcelJs.stream.xlsx.WorkbookWriter({ filename: path, useStyles: true });
  const sheet = workbook.addWorksheet('Bench');
  sheet.columns = columns.map(({ name: header }, at) => ({
    header,
    key: header,
    style: at === 4 || at === 5 ? { numFmt: 'yyyy-mm-dd hh:mm:ss' } : {},
  }));
  let written = 0;
  for (const row of plainRows(count)) {
    sheet.addRow(row).commit();
    // Without a pause nothing is written before the last row: exceljs has no backpressure.
    if (++written % 1000 === 0) await tick();
  }
  await workbook.commit();
}

async function hucre(count: number, path: string): Promise<void> {
  const { writeXlsxStream } = await import('hucre/xlsx');
  const names = columns.map(({ name: header }) => ({ header, key: header }));
  const stream = writeXlsxStream(plainRows(count) as Iterable<never>, {
    name: 'Bench',
    columns: names,
  });
  await pipeline(Readable.fromWeb(stream as never), createWriteStream(path));
}
