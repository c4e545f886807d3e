import { App, Stack } from 'aws-cdk-lib';
import {
  AuthorizationType,
  Code,
  Definition,
  FunctionRuntime,
  GraphqlApi,
} from 'aws-cdk-lib/aws-appsync';
import { writeFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { REFUSED_CONSTRUCTS } from './refused-code/constructs.ts';

/** An API whose resolvers each use something APPSYNC_JS does not have; three of them as files, as bundlers leave them. */
const here = import.meta.dirname;
const generated = path.resolve('.local/bundles/refused');
mkdirSync(generated, { recursive: true });
const fields = Object.keys(REFUSED_CONSTRUCTS);
writeFileSync(
  path.join(generated, 'schema.graphql'),
  `type Query {\n${[...fields, 'throwing', 'dated', 'fetching'].map((name) => `  ${name}: String\n`).join('')}}\n`,
);

const app = new App({ analyticsReporting: false });
const stack = new Stack(app, 'Refused');
const api = new GraphqlApi(stack, 'Api', {
  name: 'refused',
  definition: Definition.fromFile(path.join(generated, 'schema.graphql')),
  authorizationConfig: {
    defaultAuthorization: { authorizationType: AuthorizationType.API_KEY },
  },
});
const none = api.addNoneDataSource('None');
const add = (fieldName: string, code: Code) =>
  none.createResolver(fieldName, {
    typeName: 'Query',
    fieldName,
    code,
    runtime: FunctionRuntime.JS_1_0_0,
  });
for (const [name, statement] of Object.entries(REFUSED_CONSTRUCTS)) {
  add(name, Code.fromInline(`export function request(ctx) {\n${statement}\n}\n`));
}
for (const name of ['throwing', 'dated', 'fetching']) {
  add(name, Code.fromAsset(path.join(here, 'refused-code', `${name}.js`)));
}
app.synth();
