import { readFileSync } from 'node:fs';

/** A process's resident memory, now and at its highest, in MB. */
export interface ProcessMemory {
  readonly residentMb: number;
  readonly peakMb: number;
}

/** Undefined where the system does not say (anything but Linux) or the process is gone. */
export function readProcessMemory(pid: number): ProcessMemory | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    const residentKb = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]);
    const peakKb = Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1]);
    if (Number.isNaN(residentKb) || Number.isNaN(peakKb)) return undefined; // a zombie has neither
    return { residentMb: residentKb / 1024, peakMb: peakKb / 1024 };
  } catch {
    return undefined; // ended between the look and the read
  }
}
