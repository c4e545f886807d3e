import type { Context } from 'aws-lambda';
import { createTelemetry } from '../lib/powertools-telemetry.ts';
import { createAdapters } from './adapters.ts';
import { parseRecoveryEvent } from './event.ts';
import { recoverReports, type Recovered } from './recover.ts';

const adapters = createAdapters(process.env);
const telemetry = createTelemetry(process.env);

/** Runs every minute, and whenever Lambda has given up an invocation of the generator. */
export async function handler(event: unknown, context: Context): Promise<Recovered> {
  const about = telemetry.about({ requestId: context.awsRequestId });
  return recoverReports(parseRecoveryEvent(event), adapters, about);
}
