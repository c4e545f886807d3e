import { StringDecoder } from 'node:string_decoder';

// documented: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html (log event size, 256 KB when measured)
const MAX_LINE_CHARACTERS = 262_144;

/** Cuts an environment's output into lines and finds the marks that end an invocation. */
export interface OutputReader {
  write(chunk: Buffer): void;
  /** Gives out a last line without its newline. */
  end(): void;
}

/** Calls `onLine` for each line and `onMark` wherever `mark` stands, in the order of the output. */
export function createOutputReader(
  mark: string,
  onLine: (line: string) => void,
  onMark: () => void,
): OutputReader {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  return {
    write(chunk) {
      rest += decoder.write(chunk);
      const parts = rest.split(mark);
      for (const [index, part] of parts.entries()) {
        const isLast = index === parts.length - 1;
        rest = takeLines(part);
        if (isLast) break;
        if (rest) onLine(rest);
        onMark();
      }
    },
    end() {
      rest += decoder.end();
      if (rest) onLine(rest);
      rest = '';
    },
  };

  function takeLines(text: string): string {
    const lines = text.split('\n');
    let last = lines.pop() ?? '';
    for (const line of lines) onLine(line);
    while (last.length > MAX_LINE_CHARACTERS) {
      onLine(last.slice(0, MAX_LINE_CHARACTERS));
      last = last.slice(MAX_LINE_CHARACTERS);
    }
    return last;
  }
}
