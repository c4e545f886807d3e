declare module 'autocannon' {
  interface Result {
    readonly requests: { readonly average: number; readonly total: number };
    readonly latency: { readonly p50: number; readonly p99: number };
    readonly errors: number;
    readonly mismatches: number;
    readonly non2xx: number;
    readonly duration: number;
  }
  export default function autocannon(options: {
    url: string;
    connections: number;
    duration: number;
    method: 'POST';
    headers: Readonly<Record<string, string>>;
    body: string;
    expectBody: string;
  }): Promise<Result>;
}
