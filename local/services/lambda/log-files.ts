import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { LogLine } from './types.ts';

/** What functions print, a file a function, as CloudWatch Logs keeps a group a function. */
export interface LogFiles extends Disposable {
  write(line: LogLine): void;
}

// assumed: CloudWatch keeps everything; a laptop keeps the last 8 to 16 MB of each function.
export const MAX_LOG_BYTES = 8 * 1024 ** 2;

/** Appends to `<directory>/<function>.log`. A file that is full becomes `<function>.log.1`, in place of an earlier one. */
export function createLogFiles(directory: string, maxBytes = MAX_LOG_BYTES): LogFiles {
  mkdirSync(directory, { recursive: true });
  const files = new Map<string, { descriptor: number; size: number }>();

  return {
    write({ functionName, line }) {
      let file = files.get(functionName) ?? openFile(functionName);
      const bytes = Buffer.from(`${line}\n`);
      if (file.size > 0 && file.size + bytes.length > maxBytes) {
        closeSync(file.descriptor);
        renameSync(pathOf(functionName), `${pathOf(functionName)}.1`);
        file = openFile(functionName);
      }
      writeSync(file.descriptor, bytes);
      file.size += bytes.length;
    },
    [Symbol.dispose]() {
      for (const { descriptor } of files.values()) closeSync(descriptor);
      files.clear();
    },
  };

  /** A function's name is letters, digits, hyphens and underscores: it cannot lead out of the directory. */
  function pathOf(functionName: string): string {
    return join(directory, `${functionName}.log`);
  }

  function openFile(functionName: string) {
    const descriptor = openSync(pathOf(functionName), 'a');
    const file = { descriptor, size: fstatSync(descriptor).size };
    files.set(functionName, file);
    return file;
  }
}
