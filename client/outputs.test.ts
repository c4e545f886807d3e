import { expect, test } from 'vitest';
import { ReportConfigurationError } from './errors.ts';
import { loadOutputs, parseOutputs, toResourcesConfig } from './outputs.ts';

const DEPLOYED = {
  version: '1.4',
  auth: {
    aws_region: 'eu-west-1',
    user_pool_id: 'eu-west-1_abc',
    user_pool_client_id: 'client',
    username_attributes: ['email'],
  },
  data: {
    aws_region: 'eu-west-1',
    url: 'https://abcdefghijklmnopqrstuvwxyz.appsync-api.eu-west-1.amazonaws.com/graphql',
    default_authorization_type: 'AMAZON_COGNITO_USER_POOLS',
    authorization_types: ['AWS_IAM'],
  },
};
const LOCAL = {
  ...DEPLOYED,
  data: { ...DEPLOYED.data, url: 'http://localhost:4000/graphql' },
  custom: {
    user_pool_endpoint: 'http://127.0.0.1:4566/',
    demo_user: { username: 'a', password: 'b' },
  },
};
const parse = (outputs: unknown) => parseOutputs(JSON.stringify(outputs), 'the file');

test('a deployed API keeps its address and the user pool its own', () => {
  const config = toResourcesConfig(parse(DEPLOYED));

  expect(config.API?.GraphQL).toMatchObject({ endpoint: DEPLOYED.data.url, region: 'eu-west-1' });
  expect(config.Auth?.Cognito).toMatchObject({
    userPoolId: 'eu-west-1_abc',
    userPoolClientId: 'client',
  });
  expect(config.Auth?.Cognito).not.toHaveProperty('userPoolEndpoint');
});

test('a user pool at another address is honoured', () => {
  const config = toResourcesConfig(parse(LOCAL));

  expect(config.Auth?.Cognito).toMatchObject({ userPoolEndpoint: 'http://127.0.0.1:4566/' });
});

test('an address without TLS is written so that Amplify opens ws:// for it', () => {
  expect(toResourcesConfig(parse(LOCAL)).API?.GraphQL?.endpoint).toBe(
    'HTTP://localhost:4000/graphql',
  );
});

test.each([
  ['{', 'the file is not JSON.'],
  ['[]', 'the file is not an amplify_outputs.json of version 1.'],
  ['null', 'the file is not an amplify_outputs.json of version 1.'],
  ['{"version":"2"}', 'the file is not an amplify_outputs.json of version 1.'],
  [
    '{"version":"1","auth":{"user_pool_id":"x"}}',
    'the file lacks auth.aws_region, auth.user_pool_client_id.',
  ],
  [
    JSON.stringify({ ...DEPLOYED, data: { url: 3 } }),
    'the file lacks data.aws_region, data.url, data.default_authorization_type.',
  ],
])('%s is refused with what is wrong', (text, message) => {
  const read = () => parseOutputs(text, 'the file');

  expect(read).toThrow(ReportConfigurationError);
  expect(read).toThrow(message);
});

test('nobody answering is not a wrong configuration', async () => {
  await expect(loadOutputs('http://127.0.0.1:1/amplify_outputs.json')).rejects.toMatchObject({
    name: 'ReportUnavailableError',
    message: 'Nothing answers at http://127.0.0.1:1/amplify_outputs.json.',
  });
});
