import type { RunOutcome, RunReport } from './environment.ts';
import { MAX_RESPONSE_BYTES } from './limits.ts';
import type { FunctionConfig } from './types.ts';

/** What the caller of a finished invocation gets. */
export interface Answer {
  readonly payload: string;
  readonly functionError?: 'Unhandled';
}

/** A finished run in Lambda's words: the answer, and the lines that end its log. */
export interface FinishedRun {
  readonly answer: Answer;
  readonly lines: readonly string[];
}

interface Failure {
  readonly payload: string;
  /** The end of the REPORT line. */
  readonly status?: string;
}

/** Words a run; undefined when there was none, because the process could not be started. */
export function finishRun(
  config: FunctionConfig,
  requestId: string,
  report: RunReport,
): FinishedRun | undefined {
  const { outcome } = report;
  if (outcome.kind === 'notStarted') return undefined;
  const failure = failureOf(config, requestId, outcome);
  const answer: Answer = failure
    ? { payload: failure.payload, functionError: 'Unhandled' }
    : { payload: 'payload' in outcome ? outcome.payload : 'null' };
  const lines = [
    `END RequestId: ${requestId}`,
    reportLine(config, requestId, report) + (failure?.status ? `\t${failure.status}` : ''),
  ];
  return { answer, lines };
}

function failureOf(
  config: FunctionConfig,
  requestId: string,
  outcome: Exclude<RunOutcome, { kind: 'notStarted' }>,
): Failure | undefined {
  switch (outcome.kind) {
    case 'succeeded': {
      if (Buffer.byteLength(outcome.payload) <= MAX_RESPONSE_BYTES) return undefined;
      // observed: aws/aws-lambda-dotnet integration tests
      const message = `Response payload size exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`;
      return { payload: errorJson('Function.ResponseSizeTooLarge', message) };
    }
    case 'failed':
    case 'initFailed':
    case 'crashed':
      return { payload: outcome.payload };
    case 'timedOut': {
      // observed: aws/aws-appsync-community#386 (the type); assumed: the words, by those of the log
      const message = `Task timed out after ${(config.timeoutMs / 1000).toFixed(2)} seconds`;
      const payload = errorJson('Sandbox.Timedout', `RequestId: ${requestId} Error: ${message}`);
      return { payload, status: 'Status: timeout' };
    }
    case 'killedForMemory':
      // observed: https://github.com/DataBiosphere/azul/issues/3485 (signal: killed) and
      // https://github.com/nasa-gcn/gcn.nasa.gov/pull/3628 (Error Type: Runtime.OutOfMemory, in the REPORT line)
      return exitFailure(
        requestId,
        'Runtime exited with error: signal: killed',
        'Runtime.OutOfMemory',
      );
    case 'exited':
      return exitFailure(requestId, exitMessage(outcome), 'Runtime.ExitError');
  }
}

function exitFailure(requestId: string, message: string, reported: string): Failure {
  return {
    // observed: https://github.com/aws/aws-lambda-dotnet/issues/480
    payload: errorJson('Runtime.ExitError', `RequestId: ${requestId} Error: ${message}`),
    status: `Status: error\tError Type: ${reported}`,
  };
}

// observed: https://github.com/DataBiosphere/azul/issues/3485 (killed), https://github.com/awslabs/aws-lambda-cpp/issues/30
// (segmentation fault), log samples in open-source Lambda log parsers (aborted)
// assumed: the others are worded alike
const SIGNAL_WORDS: Partial<Record<NodeJS.Signals, string>> = {
  SIGKILL: 'killed',
  SIGABRT: 'aborted (core dumped)',
  SIGSEGV: 'segmentation fault (core dumped)',
  SIGTERM: 'terminated',
};

function exitMessage({ exitCode, signal }: Extract<RunOutcome, { kind: 'exited' }>): string {
  if (signal) {
    const words = SIGNAL_WORDS[signal] ?? signal.slice(3).toLowerCase();
    return `Runtime exited with error: signal: ${words}`;
  }
  // observed: https://github.com/aws/aws-lambda-dotnet/issues/480 (exit status)
  // documented: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html (without a reason)
  return exitCode
    ? `Runtime exited with error: exit status ${exitCode}`
    : 'Runtime exited without providing a reason';
}

// documented: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html (REPORT, the newer of two styles)
function reportLine(config: FunctionConfig, requestId: string, report: RunReport): string {
  const durationMs = report.outcome.kind === 'timedOut' ? config.timeoutMs : report.durationMs;
  const fields = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(durationMs + (report.initDurationMs ?? 0))} ms`,
    `Memory Size: ${config.memoryMb} MB`,
    `Max Memory Used: ${report.maxMemoryMb} MB`,
  ];
  if (report.initDurationMs !== undefined) {
    fields.push(`Init Duration: ${report.initDurationMs.toFixed(2)} ms`);
  }
  return fields.join('\t');
}

function errorJson(errorType: string, errorMessage: string): string {
  return JSON.stringify({ errorType, errorMessage });
}
