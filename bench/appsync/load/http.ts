import autocannon from 'autocannon';
import { API_KEY, mutationOf, PATH, queryOf } from '../api.ts';

const CONNECTIONS = 32;

/** One kind of request on 32 connections, for a time. */
export interface HttpJob {
  readonly kind: 'http';
  readonly port: number;
  readonly operation: 'query' | 'mutation';
  readonly seconds: number;
}

export interface HttpMeasured {
  readonly requests: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Answers that were not the expected bytes, and requests without one. */
  readonly wrong: number;
}

/** Sends requests as fast as they are answered and compares every answer with the expected bytes. */
export async function floodHttp({ port, operation, seconds }: HttpJob): Promise<HttpMeasured> {
  const { body, answer } = operation === 'query' ? queryOf('r1') : mutationOf('r1', 7);
  const startedAtMs = performance.now();
  const result = await autocannon({
    url: `http://127.0.0.1:${port}${PATH}`,
    connections: CONNECTIONS,
    duration: seconds,
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': API_KEY },
    body,
    expectBody: answer,
  });
  const { requests, latency, errors, mismatches, non2xx } = result;
  return {
    requests: requests.total,
    perSecond: requests.total / ((performance.now() - startedAtMs) / 1000),
    p50Ms: latency.p50,
    p99Ms: latency.p99,
    wrong: errors + mismatches + non2xx,
  };
}
