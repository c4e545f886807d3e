import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

const MODULE = new URL('./powertools-telemetry.ts', import.meta.url).href;

/** What a function's log gets when it runs these statements, line by line; errors, which go to stderr, last. */
function linesOf(statements: string): Record<string, unknown>[] {
  const script = `
    import { createTelemetry } from ${JSON.stringify(MODULE)};
    const telemetry = createTelemetry(process.env);
    ${statements}
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    env: { ...process.env, POWERTOOLS_SERVICE_NAME: 'generate-report', POWERTOOLS_DEV: 'false' },
  });
  return (stdout + stderr)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('lines are JSON about a report, an attempt and an invocation, and hide what is secret', () => {
  const [first, third, second] = linesOf(`
    const about = telemetry.about({ reportId: 'r-1', requestId: 'q-1' });
    about.info('announced', { status: 'SUCCEEDED', url: 'https://f/?X-Amz-Signature=abc' });
    about.about({ attempt: 2 }).hiding(['Ada']).error('failed', { error: new Error('for Ada') });
    telemetry.info('recovered');
  `);

  expect(first).toMatchObject({
    level: 'INFO',
    message: 'announced',
    service: 'generate-report',
    correlation_id: 'r-1',
    requestId: 'q-1',
    status: 'SUCCEEDED',
    url: '[hidden]',
  });
  expect(second).toMatchObject({
    level: 'ERROR',
    correlation_id: 'r-1',
    attempt: 2,
    error: { message: 'for [hidden]' },
  });
  expect(third).not.toHaveProperty('correlation_id');
});

test('metrics are one line each time, in our namespace and with the service as dimension', () => {
  const [line, next] = linesOf(`
    const about = telemetry.about({ reportId: 'r-1' });
    about.record({ ReportsSucceeded: 1, ReportDurationSeconds: 2.5, ReportRows: 10, ReportBytes: 250 });
    telemetry.record({ PushesSent: 4 });
  `);

  expect(line).toEqual({
    _aws: {
      Timestamp: expect.any(Number) as number,
      CloudWatchMetrics: [
        {
          Namespace: 'AppSyncReports',
          Dimensions: [['Service']],
          Metrics: [
            { Name: 'ReportsSucceeded', Unit: 'Count' },
            { Name: 'ReportDurationSeconds', Unit: 'Seconds' },
            { Name: 'ReportRows', Unit: 'Count' },
            { Name: 'ReportBytes', Unit: 'Bytes' },
          ],
        },
      ],
    },
    correlation_id: 'r-1',
    Service: 'generate-report',
    ReportsSucceeded: 1,
    ReportDurationSeconds: 2.5,
    ReportRows: 10,
    ReportBytes: 250,
  });
  expect(next).toMatchObject({ Service: 'generate-report', PushesSent: 4 });
  expect(next).not.toHaveProperty('correlation_id');
  expect(next).not.toHaveProperty('ReportRows');
});

test('a failure is counted with its code and without it', () => {
  const [failed, next] = linesOf(`
    telemetry.record({ ReportsFailed: 1 }, { code: 'INVALID_DATA' });
    telemetry.record({ ReportsRequested: 1 });
  `);

  expect(failed).toMatchObject({
    Service: 'generate-report',
    Code: 'INVALID_DATA',
    _aws: { CloudWatchMetrics: [{ Dimensions: [['Service'], ['Service', 'Code']] }] },
  });
  expect(next).not.toHaveProperty('Code');
});
