import { createAdapters } from './adapters.ts';
import { parseRecoveryEvent } from './event.ts';
import { recoverReports, type Recovered } from './recover.ts';

const adapters = createAdapters(process.env);

/** Runs every minute, and whenever Lambda has given up an invocation of the generator. */
export async function handler(event: unknown): Promise<Recovered> {
  return recoverReports(parseRecoveryEvent(event), adapters);
}
