import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLogFiles } from './log-files.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lambda-logs-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const read = (name: string) => readFileSync(join(directory, name), 'utf8');
const line = (text: string, functionName = 'f') => ({ functionName, requestId: 'r', line: text });

test('each function has a file, and a later run goes on in it', () => {
  {
    using logs = createLogFiles(directory);
    logs.write(line('one'));
    logs.write(line('ünö', 'g'));
  }
  using logs = createLogFiles(directory);
  logs.write(line('two'));

  expect(read('f.log')).toBe('one\ntwo\n');
  expect(read('g.log')).toBe('ünö\n');
});

test('a full file is put aside once, and no line is cut', () => {
  using logs = createLogFiles(directory, 10);
  for (const text of ['aaaa', 'bbbb', 'cccc', 'a line longer than a file', 'dddd'])
    logs.write(line(text));

  expect(readdirSync(directory).sort()).toEqual(['f.log', 'f.log.1']);
  expect(read('f.log.1')).toBe('a line longer than a file\n');
  expect(read('f.log')).toBe('dddd\n');
});
