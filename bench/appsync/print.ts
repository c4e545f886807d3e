import { table } from '../lib/table.ts';
import type { IdleFigures, StallFigures } from './endurance.ts';
import type { FanOutFigures } from './fan-out-contest.ts';
import type { HttpFigures } from './http-contest.ts';
import type { IndexFigures } from './index-contest.ts';
import { show } from './spread.ts';

export function printHttp(figures: readonly HttpFigures[]): void {
  console.log(
    `\nHTTP, 32 connections, API key checked, every answer compared; ${figures[0]?.rounds ?? 0} rounds\n`,
  );
  console.log(
    table(
      [
        'operation',
        'server',
        'requests/s',
        'to mercurius',
        'server CPU us',
        'CPU to mercurius',
        'p99 ms',
        'wrong',
      ],
      figures.map((each) => [
        each.operation,
        each.contender,
        show(each.perSecond),
        show(each.ratioToMercurius, 2),
        show(each.cpuMicroseconds),
        show(each.cpuToMercurius, 2),
        show(each.p99Ms),
        String(each.wrong),
      ]),
    ),
  );
}

export function printFanOut(title: string, figures: readonly FanOutFigures[]): void {
  console.log(`\n${title}; ${figures[0]?.rounds ?? 0} rounds, a fresh server in each\n`);
  console.log(
    table(
      [
        'server',
        'seconds',
        'time to bare ws',
        'deliveries/s',
        'server CPU us/delivery',
        'CPU to bare ws',
        'peak RSS MB',
        'missing',
        'wrong',
      ],
      figures.map((each) => [
        each.contender,
        show(each.seconds, 2),
        show(each.timeToBare, 2),
        show(each.deliveriesPerSecond),
        show(each.cpuMicroseconds, 1),
        show(each.cpuToBare, 2),
        show(each.peakRssMb),
        String(each.missing),
        String(each.wrong),
      ]),
    ),
  );
}

export function printIndex(figures: readonly IndexFigures[]): void {
  console.log(
    `\nIndex: one subscriber among others whose filter does not match; ${figures[0]?.rounds ?? 0} rounds\n`,
  );
  console.log(
    table(
      ['others', 'server CPU us/delivery', 'CPU to none', 'missing', 'wrong'],
      figures.map((each) => [
        each.others.toLocaleString('en-US'),
        show(each.cpuMicroseconds, 1),
        show(each.cpuToNone, 2),
        String(each.missing),
        String(each.wrong),
      ]),
    ),
  );
}

export function printIdle(figures: readonly IdleFigures[]): void {
  console.log('\nSockets with one subscription each that wait\n');
  console.log(
    table(
      ['server', 'open', 'KB of RSS per socket', 'CPU ms in the next second'],
      figures.map((each) => [
        each.contender,
        each.open.toLocaleString('en-US'),
        each.kilobytesPerSocket.toFixed(1),
        each.idleCpuMs.toFixed(0),
      ]),
    ),
  );
}

export function printStall(figures: StallFigures): void {
  console.log(
    `\n${figures.stalled} subscribers that do not read, ${figures.published} messages of 40 KB: ` +
      `${figures.dropped} dropped; the one that reads got ${figures.received} in ` +
      `${figures.seconds.toFixed(1)} s (${figures.secondsAlone.toFixed(1)} s when nobody stalls); ` +
      `server RSS ${figures.rssMbBefore.toFixed(0)} MB before, ${figures.peakRssMb.toFixed(0)} MB at its peak.`,
  );
}
