import { describe, expect, it } from 'vitest';
import type {
  Authenticator,
  GraphqlEngine,
  GraphqlRequest,
  PresentedCredentials,
} from '../types.ts';
import { accepted, createBed, keyAuthenticator, until } from './test-bed.ts';

const KEY = '"extensions":{"authorization":{"x-api-key":"K","host":"localhost"}}';
const PUBLISH = { mutation: 'publish', result: { id: 'r1' } };

function start(
  id: string,
  data = '{\\"query\\":\\"subscription S { onPublish { id } }\\",\\"variables\\":{}}',
): string {
  return `{"id":"${id}","type":"start","payload":{"data":"${data}",${KEY}}}`;
}

/** An engine whose starts wait until the test lets them go. */
function gatedEngine(): {
  engine: Pick<GraphqlEngine, 'subscribe'>;
  requests: GraphqlRequest[];
  open(): void;
} {
  const requests: GraphqlRequest[] = [];
  let gate = Promise.withResolvers<undefined>();
  return {
    requests,
    open() {
      gate.resolve(undefined);
      gate = Promise.withResolvers<undefined>();
    },
    engine: {
      async subscribe(request) {
        requests.push(request);
        await gate.promise;
        return { accepted: accepted() };
      },
    },
  };
}

describe('start', () => {
  it('is acknowledged, delivers, and ends with complete', async () => {
    await using bed = await createBed();
    const client = await bed.connect();

    client.send(start('7'));
    const ack = await client.next();
    bed.endpoint.listener.published(PUBLISH);
    const data = await client.next();
    client.send('{"type":"stop","id":"7"}');
    const complete = await client.next();

    expect(ack).toBe('{"id":"7","type":"start_ack"}');
    expect(data).toBe('{"id":"7","type":"data","payload":{"data":{"onPublish":{"id":"r1"}}}}');
    expect(complete).toBe('{"id":"7","type":"complete"}');
    expect(bed.endpoint.subscriptionCount).toBe(0);
  });

  it('writes an id as JSON wherever it appears', async () => {
    await using bed = await createBed();
    const client = await bed.connect();

    client.send(start('a\\"b\\u2028'));
    const ack = await client.next();
    bed.endpoint.listener.published(PUBLISH);

    expect(JSON.parse(ack)).toEqual({ id: 'a"b\u2028', type: 'start_ack' });
    expect(JSON.parse(await client.next())).toMatchObject({ id: 'a"b\u2028', type: 'data' });
  });

  it('is checked by its own credentials over the exact text of payload.data', async () => {
    const presented: PresentedCredentials[] = [];
    const authenticator: Authenticator = {
      authenticate(credentials) {
        presented.push(credentials);
        return keyAuthenticator.authenticate(credentials);
      },
    };
    await using bed = await createBed({ authenticator });
    const client = await bed.connect();

    client.send(
      '{"id":"1","type":"start","payload":{"data":"{ \\"query\\" : \\"subscription S { x }\\", \\"operationName\\":\\"S\\"}","extensions":{"authorization":{"X-API-KEY":"K","Authorization":"AWS4-HMAC-SHA256 x"}}}}',
    );
    await client.next();

    expect(presented[1]).toEqual({
      headers: { 'x-api-key': 'K', authorization: 'AWS4-HMAC-SHA256 x' },
      sourceIp: '127.0.0.1',
      signed: {
        method: 'POST',
        path: '/graphql',
        body: '{ "query" : "subscription S { x }", "operationName":"S"}',
      },
      operationName: 'S',
    });
  });

  it('hands the engine the operation, the caller and the visible headers', async () => {
    const gated = gatedEngine();
    await using bed = await createBed({ engine: gated.engine });
    const client = await bed.connect({ headers: { cookie: 'secret=1', 'user-agent': 'test' } });

    client.send(
      start('1', '{\\"query\\":\\"subscription S { x }\\",\\"variables\\":{\\"id\\":\\"r1\\"}}'),
    );
    await until(() => gated.requests.length === 1, 'the start');

    expect(gated.requests[0]).toMatchObject({
      query: 'subscription S { x }',
      variables: { id: 'r1' },
      operationName: null,
      caller: { mode: 'API_KEY' },
      headers: { 'x-api-key': 'K', 'user-agent': 'test' },
    });
    expect(gated.requests[0]?.headers).not.toHaveProperty('cookie');
    expect(gated.requests[0]?.headers).not.toHaveProperty('sec-websocket-protocol');
  });

  it('with bad credentials is refused by id, and its siblings live on', async () => {
    await using bed = await createBed();
    const client = await bed.connect();
    client.send(start('good'));
    await client.next();

    client.send(
      '{"id":"bad","type":"start","payload":{"data":"{\\"query\\":\\"subscription { x }\\"}","extensions":{"authorization":{"x-api-key":"wrong"}}}}',
    );
    const error = await client.next();
    bed.endpoint.listener.published(PUBLISH);

    expect(error).toBe(
      '{"id":"bad","type":"error","payload":{"errors":[{"errorType":"UnauthorizedException","message":"You are not authorized to make this call."}]}}',
    );
    expect(await client.next()).toMatch(/^{"id":"good","type":"data"/);
  });

  it('without credentials is refused though the connection had good ones', async () => {
    await using bed = await createBed();
    const client = await bed.connect();

    client.send(
      '{"id":"1","type":"start","payload":{"data":"{\\"query\\":\\"subscription { x }\\"}"}}',
    );

    expect(await client.next()).toMatch(
      /^{"id":"1","type":"error","payload":{"errors":\[{"errorType":"UnauthorizedException"/,
    );
  });

  it('passes the errors of the engine on as they are', async () => {
    const errors = [
      {
        errorType: 'UnsupportedOperation',
        message: 'query not supported through the realtime channel',
      },
    ];
    await using bed = await createBed({ engine: { subscribe: () => Promise.resolve({ errors }) } });
    const client = await bed.connect();

    client.send(start('1'));

    expect(await client.next()).toBe(
      '{"id":"1","type":"error","payload":{"errors":[{"errorType":"UnsupportedOperation","message":"query not supported through the realtime channel"}]}}',
    );
  });

  it('whose engine fails gets an answer without details', async () => {
    const engine = { subscribe: () => Promise.reject(new Error('secret detail')) };
    await using bed = await createBed({ engine });
    const client = await bed.connect();

    client.send(start('1'));

    expect(await client.next()).toBe(
      '{"id":"1","type":"error","payload":{"errors":[{"errorType":"InternalFailure","message":"An internal failure occurred."}]}}',
    );
    expect(bed.log.lines).toContain('error start failed');
  });

  it.each([
    ['no JSON', 'subscription { x }'],
    ['no object', '[]'],
    ['no query', '{\\"variables\\":{}}'],
    ['a query that is no text', '{\\"query\\":{}}'],
  ])('with a payload.data that is %s is refused by id', async (_, data) => {
    await using bed = await createBed();
    const client = await bed.connect();

    client.send(start('1', data));

    expect(await client.next()).toBe(
      '{"id":"1","type":"error","payload":{"errors":[{"errorType":"BadRequestException","message":"Unable to parse GraphQL query."}]}}',
    );
  });
});

describe('an id', () => {
  const DUPLICATE =
    '{"id":"1","type":"error","payload":{"errors":[{"errorType":"DuplicatedOperationError","message":"Duplicated operation with id 1"}]}}';

  it('is refused while a subscription has it', async () => {
    await using bed = await createBed();
    const client = await bed.connect();
    client.send(start('1'));
    await client.next();

    client.send(start('1'));
    const error = await client.next();
    bed.endpoint.listener.published(PUBLISH);

    expect(error).toBe(DUPLICATE);
    expect(await client.next()).toMatch(/^{"id":"1","type":"data"/);
  });

  it('is refused while its first start is still being checked', async () => {
    const gated = gatedEngine();
    await using bed = await createBed({ engine: gated.engine });
    const client = await bed.connect();

    client.send(start('1'));
    client.send(start('1'));
    const first = await client.next();
    gated.open();

    expect(first).toBe(DUPLICATE);
    expect(await client.next()).toBe('{"id":"1","type":"start_ack"}');
    expect(gated.requests).toHaveLength(1);
  });

  it('is free again after an error and after stop', async () => {
    await using bed = await createBed();
    const client = await bed.connect();

    client.send(start('1', '[]'));
    await client.next();
    client.send(start('1'));
    const second = await client.next();
    client.send('{"type":"stop","id":"1"}');
    await client.next();
    client.send(start('1'));

    expect([second, await client.next()]).toEqual(Array(2).fill('{"id":"1","type":"start_ack"}'));
  });

  it('is free on another socket, at once and after the first is gone', async () => {
    await using bed = await createBed();
    const first = await bed.connect();
    const second = await bed.connect();

    first.send(start('1'));
    await first.next();
    second.send(start('1'));
    const beside = await second.next();
    first.socket.terminate();
    await until(() => bed.endpoint.connectionCount === 1, 'the first socket to go');
    const third = await bed.connect();
    third.send(start('1'));

    expect([beside, await third.next()]).toEqual(Array(2).fill('{"id":"1","type":"start_ack"}'));
    expect(bed.endpoint.subscriptionCount).toBe(2);
  });
});

describe('stop', () => {
  it('ends a start that is still being checked, and its id is free for another', async () => {
    const gated = gatedEngine();
    await using bed = await createBed({ engine: gated.engine });
    const client = await bed.connect();

    client.send(start('1'));
    client.send('{"type":"stop","id":"1"}');
    const complete = await client.next();
    client.send(start('1'));
    await until(() => gated.requests.length === 2, 'the second start');
    gated.open();
    const ack = await client.next();
    bed.endpoint.listener.published(PUBLISH);

    expect(complete).toBe('{"id":"1","type":"complete"}');
    expect(ack).toBe('{"id":"1","type":"start_ack"}');
    expect(await client.next()).toMatch(/"type":"data"/);
    expect(gated.requests.map((request) => request.signal?.aborted)).toEqual([true, false]);
    expect(bed.endpoint.subscriptionCount).toBe(1);
  });

  it('of an unknown id is an error, and nothing else changes', async () => {
    await using bed = await createBed();
    const client = await bed.connect();

    client.send('{"type":"stop","id":"1"}');

    expect(await client.next()).toBe(
      '{"id":"1","type":"error","payload":{"errors":[{"errorType":"UnknownOperationError","message":"Unknown operation id 1"}]}}',
    );
  });

  it('is the last of a subscription though messages for it are on their way', async () => {
    await using bed = await createBed({ limits: { deliveriesPerTurn: 1 } });
    const client = await bed.connect();
    client.send(start('1'));
    await client.next();

    for (let n = 0; n < 2_000; n++) bed.endpoint.listener.published(PUBLISH);
    await client.next();
    client.send('{"type":"stop","id":"1"}');
    let received = 1;
    while ((await client.next()) !== '{"id":"1","type":"complete"}') received++;
    client.send(start('2'));

    expect(received).toBeLessThan(2_000);
    expect(await client.next()).toBe('{"id":"2","type":"start_ack"}');
  });
});

describe('limits', () => {
  it('refuses the 201st subscription of a connection, whose 200 live on', async () => {
    await using bed = await createBed();
    const client = await bed.connect();

    for (let n = 1; n <= 201; n++) client.send(start(`${n}`));
    const frames = [];
    for (let n = 1; n <= 201; n++) frames.push(await client.next());

    expect(frames.filter((frame) => frame.includes('start_ack'))).toHaveLength(200);
    expect(frames).toContain(
      '{"id":"201","type":"error","payload":{"errors":[{"errorType":"MaxSubscriptionsReachedError","message":"Max number of 200 subscriptions reached"}]}}',
    );
    expect(bed.endpoint.subscriptionCount).toBe(200);
  });

  it('bounds the checks a client can have running by stopping what it starts', async () => {
    const gated = gatedEngine();
    await using bed = await createBed({ engine: gated.engine });
    const client = await bed.connect();

    for (let n = 1; n <= 300; n++) {
      client.send(start(`${n}`));
      client.send(`{"type":"stop","id":"${n}"}`);
    }
    let last = '';
    while (!last.includes('"300"')) last = await client.next();

    expect(gated.requests).toHaveLength(200);
    expect(last).toMatch(/LimitExceededError|UnknownOperationError/);
  });

  it('drops a frame over the size limit with RFC 6455 code 1009', async () => {
    await using bed = await createBed({ limits: { maxFrameBytes: 1_000 } });
    const client = await bed.connect();

    client.send(`{"type":"${'x'.repeat(1_000)}"}`);

    expect(await client.closed).toBe(1009);
  });
});
