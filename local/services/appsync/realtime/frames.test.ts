import { describe, expect, it } from 'vitest';
import { readClientFrame } from './frames.ts';

describe('readClientFrame', () => {
  it('reads the start frame Amplify sends', () => {
    const text =
      '{"id":"d3965443","payload":{"data":"{\\"query\\":\\"subscription S { x }\\",\\"variables\\":{}}","extensions":{"authorization":' +
      '{"host":"localhost:39861","x-amz-date":"20261120T172047Z","x-api-key":"K","x-amz-user-agent":"aws-amplify/6.22.1 api/1 framework/0"}}},"type":"start"}';

    expect(readClientFrame(text)).toEqual({
      type: 'start',
      id: 'd3965443',
      payloadText: '{"query":"subscription S { x }","variables":{}}',
      authorization: {
        host: 'localhost:39861',
        'x-amz-date': '20261120T172047Z',
        'x-api-key': 'K',
        'x-amz-user-agent': 'aws-amplify/6.22.1 api/1 framework/0',
      },
    });
  });

  it('lower-cases the names of credentials and leaves out what is not text', () => {
    const text =
      '{"id":"1","type":"start","payload":{"data":"{}","extensions":{"authorization":{"Authorization":"jwt","x-api-key":7,"__proto__":{"x":1}}}}}';

    expect(readClientFrame(text)).toMatchObject({ authorization: { authorization: 'jwt' } });
    expect(readClientFrame(text)).not.toHaveProperty('authorization.x-api-key');
  });

  it.each([
    ['{"type":"connection_init"}', 'connection_init'],
    ['{"type":"connection_init","payload":{"a":1}}', 'connection_init'],
    ['{"type":"stop","id":"1"}', 'stop'],
    ['{"type":"start","id":"1","payload":{"data":"{}"}}', 'start'],
    ['{"type":"start","id":"1","payload":{"data":{"query":"subscription { x }"}}}', 'unsupported'],
    ['{"type":"start","id":"1","payload":{"query":"subscription { x }"}}', 'unsupported'],
    ['{"type":"start","id":"1"}', 'unsupported'],
    ['{"type":"start","payload":{"data":"{}"}}', 'unsupported'],
    ['{"type":"start","id":1,"payload":{"data":"{}"}}', 'unsupported'],
    ['{"type":"stop"}', 'unsupported'],
    ['{"type":"subscribe","id":"1"}', 'unsupported'],
    ['{"type":"connection_terminate"}', 'unsupported'],
    ['{"type":"ping"}', 'unsupported'],
    ['[]', 'unsupported'],
    ['null', 'unsupported'],
    ['7', 'unsupported'],
    ['{}', 'unsupported'],
    ['', 'malformed'],
    ['{"type":', 'malformed'],
    ['hello', 'malformed'],
  ])('reads %s as %s', (text, type) => {
    expect(readClientFrame(text).type).toBe(type);
  });
});
