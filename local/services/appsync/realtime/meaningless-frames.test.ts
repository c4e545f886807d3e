import { describe, expect, it } from 'vitest';
import { createBed } from './test-bed.ts';

const KEY = '"extensions":{"authorization":{"x-api-key":"K","host":"localhost"}}';

function start(
  id: string,
  data = '{\\"query\\":\\"subscription S { onPublish { id } }\\",\\"variables\\":{}}',
): string {
  return `{"id":"${id}","type":"start","payload":{"data":"${data}",${KEY}}}`;
}

describe('frames of no meaning', () => {
  const UNSUPPORTED =
    '{"type":"error","payload":{"errors":[{"errorType":"UnsupportedOperation","message":"unknown not supported through the realtime channel"}]}}';
  const MALFORMED =
    '{"type":"error","payload":{"errors":[{"errorType":"BadRequestException","message":"Unable to parse the message as JSON."}]}}';

  it.each([
    ['{"type":"subscribe","id":"1","payload":{}}', UNSUPPORTED],
    ['{"id":"1","type":"start","payload":{"query":"subscription { x }"}}', UNSUPPORTED],
    ['[]', UNSUPPORTED],
    ['{nonsense', MALFORMED],
  ])('%s is answered without an id and the socket stays', async (frame, answer) => {
    await using bed = await createBed();
    const client = await bed.connect();

    client.send(frame);
    const error = await client.next();
    client.send(start('1'));

    expect([error, await client.next()]).toEqual([answer, '{"id":"1","type":"start_ack"}']);
  });

  it('a binary frame is malformed', async () => {
    await using bed = await createBed();
    const client = await bed.connect();

    client.socket.send(Buffer.from(start('1')));

    expect(await client.next()).toBe(MALFORMED);
  });

  it('a second connection_init changes nothing', async () => {
    await using bed = await createBed();
    const client = await bed.connect();

    client.send('{"type":"connection_init"}');
    client.send(start('1'));

    expect(await client.next()).toBe('{"id":"1","type":"start_ack"}');
  });
});
