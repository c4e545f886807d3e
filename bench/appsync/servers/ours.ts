import { silentLog, systemClock } from '../../../local/host.ts';
import { listen } from '../../../local/http-server.ts';
import { createAuthenticator } from '../../../local/services/appsync/auth/authenticator.ts';
import { createNoneDataSource } from '../../../local/services/appsync/data-sources/none.ts';
import { createEngine } from '../../../local/services/appsync/engine/engine.ts';
import { createHttpEndpoint } from '../../../local/services/appsync/http/endpoint.ts';
import { createJavaScriptRuntime } from '../../../local/services/appsync/javascript/runtime.ts';
import { createRealtimeEndpoint } from '../../../local/services/appsync/realtime/endpoint.ts';
import type { ApiConfig, MutationListener } from '../../../local/services/appsync/types.ts';
import { createCredentialStore } from '../../../local/services/aws/credentials.ts';
import { API_KEY, APPSYNC_SDL } from '../api.ts';

const CODE = (percent: string): string => `
export function request(ctx) {
  const { reportId } = ctx.args;
  const percent = ${percent};
  return {
    payload: {
      reportId,
      status: percent < 100 ? 'RUNNING' : 'READY',
      title: \`Report \${reportId}\`,
      progress: { rowsWritten: percent * 1000, percent },
    },
  };
}
export function response(ctx) {
  return ctx.result;
}
`;

const unit = (typeName: string, fieldName: string, code: string): ApiConfig['resolvers'][0] => ({
  typeName,
  fieldName,
  origin: `${typeName}.${fieldName}`,
  kind: 'UNIT',
  dataSourceName: 'none',
  functionIds: [],
  code,
  maxBatchSize: 0,
});

const CONFIG: ApiConfig = {
  apiId: 'abcdefghijklmnopqrstuvwxyz',
  name: 'bench',
  arn: 'arn:aws:appsync:us-east-1:000000000000:apis/abcdefghijklmnopqrstuvwxyz',
  sdl: APPSYNC_SDL,
  defaultAuth: { mode: 'API_KEY' },
  additionalAuth: [],
  apiKeys: [{ key: API_KEY, expiresAtMs: Infinity }],
  environmentVariables: {},
  introspection: true,
  queryDepthLimit: 0,
  resolverCountLimit: 0,
  dataSources: new Map([['none', createNoneDataSource('none')]]),
  functions: new Map(),
  resolvers: [
    unit('Query', 'report', CODE('42')),
    unit('Mutation', 'publish', CODE('ctx.args.percent')),
  ],
};

/** The local cloud's AppSync with an APPSYNC_JS unit resolver on NONE for each field, as `local/runtime/api.ts` puts it together. */
export async function serveOurs(): Promise<number> {
  const parts = { config: CONFIG, clock: systemClock, log: silentLog };
  const authorizer = (): boolean => false;
  const credentials = createCredentialStore('000000000000', {
    accessKeyId: 'root',
    secretAccessKey: 'root',
  });
  const javascript = createJavaScriptRuntime(parts);
  const authenticator = createAuthenticator({ ...parts, credentials, authorizer });
  const listener: MutationListener = {
    published: (message) => realtime.listener.published(message),
    invalidated: (field, payload) => realtime.listener.invalidated(field, payload),
  };
  const loadModule = (code: string, origin: string) => javascript.load(code, origin);
  const engine = createEngine({ ...parts, loadModule, authorizer, listener });
  const realtime = createRealtimeEndpoint({ ...parts, engine, authenticator });
  const http = createHttpEndpoint({ engine, authenticator, log: silentLog });
  const server = await listen({
    host: '127.0.0.1',
    port: 0,
    purpose: 'bench',
    option: '--port',
    log: silentLog,
  });
  server.serve((req, res) => http.handle(req, res));
  server.serveUpgrades((req, socket, head) => realtime.handleUpgrade(req, socket, head));
  return server.port;
}
