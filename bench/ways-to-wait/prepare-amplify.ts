import { ConsoleLogger } from 'aws-amplify/utils';
import { configureReports, loadOutputs } from '../../client/index.ts';
import { signInWithAmplify } from '../../test/support/users.ts';
import type { User } from './processes.ts';

/** Points Amplify at the API as `origin` has it, and signs in at the cloud itself: signing in is in nobody's figures. */
export async function prepareAmplify(
  origin: string,
  cloudOrigin: string,
  { username, password }: User,
): Promise<string> {
  ConsoleLogger.LOG_LEVEL = 'NONE';
  const outputs = await loadOutputs(`${cloudOrigin}/amplify_outputs.json`);
  configureReports({ ...outputs, data: { ...outputs.data, url: `${origin}/graphql` } });
  return signInWithAmplify(username, password);
}
