import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import {
  AuthorizationType,
  Code,
  Definition,
  FunctionRuntime,
  GraphqlApi,
  IntrospectionConfig,
} from 'aws-cdk-lib/aws-appsync';
import path from 'node:path';
import { inlineCode } from './inline-code.ts';

/** An API that uses the limits it may set itself: introspection off, three levels, four resolvers a request. */
const here = import.meta.dirname;
const app = new App({ analyticsReporting: false });
const stack = new Stack(app, 'Limited');
const api = new GraphqlApi(stack, 'Api', {
  name: 'limited',
  definition: Definition.fromFile(path.join(here, 'resolvers/limited.graphql')),
  authorizationConfig: {
    defaultAuthorization: { authorizationType: AuthorizationType.API_KEY },
  },
  introspectionConfig: IntrospectionConfig.DISABLED,
  queryDepthLimit: 3,
  resolverCountLimit: 4,
});
const none = api.addNoneDataSource('None');
for (const [fieldName, file] of [
  ['leaf', 'fieldName'],
  ['level', 'levels'],
] as const) {
  none.createResolver(fieldName, {
    typeName: 'Query',
    fieldName,
    code: Code.fromInline(inlineCode(here, file)),
    runtime: FunctionRuntime.JS_1_0_0,
  });
}
new CfnOutput(stack, 'ApiKey', { value: api.apiKey ?? '' });
app.synth();
