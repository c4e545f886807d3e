import { type ChildProcess } from 'node:child_process';

interface Question {
  readonly id: number;
  readonly question: unknown;
}

interface Answer {
  readonly id: number;
  readonly answer: unknown;
}

/** The questions a process can be asked by the one that started it; many may be open at once. */
export interface Channel {
  /** What the process said when it was ready. */
  readonly ready: unknown;
  ask(question: object): Promise<unknown>;
}

const READY = 0;

/** In a child: says that it is ready, and answers what the parent asks. */
export function serveQuestions<T>(ready: object, answer: (question: T) => Promise<unknown>): void {
  process.on('message', ({ id, question }: Question) => {
    void answer(question as T).then((given) => process.send?.({ id, answer: given }));
  });
  process.send?.({ id: READY, answer: ready });
}

/** In the parent: waits until a child is ready. Every open question fails when the child ends. */
export async function openChannel(child: ChildProcess): Promise<Channel> {
  const open = new Map<number, PromiseWithResolvers<unknown>>();
  let lastId = READY;
  const expect = (id: number): Promise<unknown> => {
    const expected = Promise.withResolvers<unknown>();
    open.set(id, expected);
    return expected.promise;
  };
  child.on('message', ({ id, answer }: Answer) => {
    open.get(id)?.resolve(answer);
    open.delete(id);
  });
  child.once('exit', (code) => {
    const ended = new Error(`a process of the bench ended early, with ${String(code)}`);
    for (const { reject } of open.values()) reject(ended);
  });
  return {
    ready: await expect(READY),
    ask(question) {
      lastId += 1;
      child.send({ id: lastId, question } satisfies Question);
      return expect(lastId);
    },
  };
}
