/** What `--help` says below the commands and options; no line longer than 80 columns. */
export const AFTER_HELP = `
A kind alone orders a report, waits for it and saves its file, for example
"sample --rows 500 --output x.csv". "generate <kind> --help" tells a kind's
parameters.

Ctrl-C on a terminal asks once whether to cancel the report or leave it running;
a second Ctrl-C leaves it. Where nobody can be asked it is left running. Either
way you are told how to come back.

Ends with:
  0    done: the report is ready or accepted, the file saved, the list told,
       the report cancelled or deleted
  1    the report failed or has expired, or its file could not be fetched whole
  2    the command was wrong, or the server refused what was asked
  3    nobody answers, or nobody is signed in
  4    the report was cancelled while it was waited for
       (npm and npx make that 130 when it was by Ctrl-C)
  130  interrupted; a report that was accepted goes on

With --json each line on standard output is an object with a "type":
  kind      name, doc, about, parameters: [{option, type, doc, required,
            default, values}]
  estimate  rows, byteSize, seconds, engine, bytesScanned, fits, problem,
            basedOnReports
  report    an entry of list: reportId, kind, format, gzip, engine, title,
            status, attempt, createdAt, finishedAt, expiresAt, phase,
            rowsWritten, rowsExpected, bytesWritten, percent, etaSeconds,
            rowCount, byteSize, sha256, crc64nvme (of a file joined in storage,
            which has no sha256), bytesScanned,
            error: {code, message, retryable, action}
  page      the last line of list: nextToken, for --after; null at the end
  accepted  the first line of generate: the fields of report
  progress  each change of a report that is followed: the fields of report
  outcome   the last line about one report: the fields of report, and file, the
            path it was saved at
  error     the last line where there is no outcome: exitCode, reason, message,
            option, reportId
What is not known is null. Standard error has words for people in any case.
`;
