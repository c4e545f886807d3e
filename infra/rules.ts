import { type App, Validations } from 'aws-cdk-lib';

/** Has synthesis fail for what breaks a rule of AWS Solutions and has no reason beside it (acknowledge.ts). */
export async function addRules(app: App): Promise<void> {
  const { AwsSolutionsChecks } = await import('cdk-nag'); // half a second, which a start on a laptop need not wait for
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
}
