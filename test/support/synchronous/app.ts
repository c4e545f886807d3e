import path from 'node:path';
import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { AuthorizationType, Definition, GraphqlApi } from 'aws-cdk-lib/aws-appsync';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';

/** The way this product replaces: the same rows, made while the caller waits for the answer. */
const here = import.meta.dirname;
const bundle = path.join('.local/bundles/synchronous');
buildSync({
  entryPoints: [path.join(here, 'handler.ts')],
  outfile: path.join(bundle, 'index.mjs'),
  bundle: true,
  platform: 'node',
  format: 'esm',
});

const app = new App({ analyticsReporting: false });
const stack = new Stack(app, 'Synchronous');
const api = new GraphqlApi(stack, 'Api', {
  name: 'synchronous',
  definition: Definition.fromFile(path.join(here, 'schema.graphql')),
  authorizationConfig: {
    defaultAuthorization: { authorizationType: AuthorizationType.API_KEY },
  },
});
const handler = new LambdaFunction(stack, 'Generate', {
  runtime: Runtime.NODEJS_24_X,
  handler: 'index.handler',
  code: Code.fromAsset(bundle),
  timeout: Duration.minutes(15),
});
api
  .addLambdaDataSource('GenerateSource', handler)
  .createResolver('generate', { typeName: 'Query', fieldName: 'generate' });
new CfnOutput(stack, 'ApiKey', { value: api.apiKey ?? '' });
app.synth();
