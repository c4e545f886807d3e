import { Agent, request } from 'node:http';
import { API_KEY, type Exchange, PATH } from '../api.ts';

/** Posts each exchange, `inFlight` at a time, and gives how many were answered with other bytes than expected. */
export async function post(
  port: number,
  exchanges: readonly Exchange[],
  inFlight: number,
): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: inFlight });
  const waiting = exchanges.values();
  let wrong = 0;
  const worker = async (): Promise<void> => {
    for (const { body, answer } of waiting) {
      if ((await postOne(port, agent, body)) !== answer) wrong += 1;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  agent.destroy();
  return wrong;
}

function postOne(port: number, agent: Agent, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'x-api-key': API_KEY,
    };
    const sent = request(
      { port, host: '127.0.0.1', path: PATH, method: 'POST', agent, headers },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve(text));
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
