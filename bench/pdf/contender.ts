import PDFDocument from 'pdfkit';
import { createCellText } from '../../functions/generate-report/encode/pdf/cell-text.ts';
import { createPdfEncoder } from '../../functions/generate-report/encode/pdf/create-pdf-encoder.ts';
import { readFonts } from '../../functions/generate-report/encode/pdf/fonts.ts';
import { createOut } from '../../functions/generate-report/pipeline/out.ts';
import { createTimeZone } from '../../functions/generate-report/pipeline/time-zone.ts';
import { batches, COLUMNS } from './rows.ts';

/** One writer in a process of its own, so that its memory is its own: prints the measurement as JSON. */
const [name = '', rowsText = ''] = process.argv.slice(2);
const rows = Number(rowsText);
const startedAt = performance.now();
const bytes = name === 'ours' ? await ours() : await byHand();
const seconds = (performance.now() - startedAt) / 1000;
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
const cpuSeconds = (userCPUTime + systemCPUTime) / 1e6;
console.log(JSON.stringify({ seconds, cpuSeconds, rssMb: maxRSS / 1024, megabytes: bytes / 1e6 }));

async function ours(): Promise<number> {
  const out = createOut(8 << 20);
  let written = 0;
  const facts = {
    title: 'Benchmark',
    definition: `${rows} rows`,
    asOf: '2026-11-21T00:00:00Z',
    timeZone: 'Europe/Berlin',
    reportId: 'benchmark',
  };
  const encoder = createPdfEncoder()({ columns: COLUMNS, facts, rowsExpected: rows });
  await encoder.begin(out);
  for (const batch of batches(rows)) {
    for (let row = 0; row < batch.length;) {
      row = await encoder.write(batch, row, out);
      if (out.isFull) takePart();
    }
  }
  await encoder.end(out);
  takePart();
  return written;

  function takePart(): void {
    written += out.offset;
    out.renew(out.buffer);
  }
}

/** The way of pdfkit's guide: `text()` for each cell, with the same fonts, the same page and zebra stripes. */
async function byHand(): Promise<number> {
  const fonts = await readFonts();
  const zone = createTimeZone('Europe/Berlin');
  const cellTexts = COLUMNS.map((column) => createCellText(column, zone));
  const doc = new PDFDocument({ size: 'A4', layout: 'landscape', margin: 36 });
  doc.registerFont('text', Buffer.from(fonts.text[0] ?? []));
  doc.font('text').fontSize(9);
  const width = (841.89 - 72) / COLUMNS.length;
  let written = 0;
  doc.on('data', (chunk: Buffer) => void (written += chunk.length));
  const ended = new Promise((resolve) => doc.on('end', resolve));
  let y = 36;
  let count = 0;
  for (const batch of batches(rows)) {
    for (let row = 0; row < batch.length; row++) {
      if (y > 540) {
        doc.addPage();
        y = 36;
      }
      if (count++ % 2 === 1) doc.rect(36, y - 2, 841.89 - 72, 16).fill('#f6f7fa');
      doc.fillColor('#191f29');
      cellTexts.forEach((cellText, index) => {
        const vector = batch.vectors[index];
        if (!vector) return;
        const align = index < 4 ? 'right' : 'left';
        const options = {
          width: width - 10,
          height: 12,
          align,
          ellipsis: true,
          lineGap: 0,
        } as const;
        doc.text(cellText(vector, row), 36 + index * width + 5, y, options);
      });
      y += 16;
    }
    await new Promise(setImmediate);
  }
  doc.end();
  await ended;
  return written;
}
