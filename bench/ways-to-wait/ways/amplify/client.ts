import { generateClient } from 'aws-amplify/api';
import { Hub } from 'aws-amplify/utils';
import type { Ask, Finished } from '../way.ts';

const READY = `subscription ($reportId: ID) {
  onReportReady(reportId: $reportId) { reportId status finishedAt download { url } }
}`;
const GENERATE = `mutation ($input: GenerateReportInput!) {
  generateReport(input: $input) { reportId status }
}`;

interface Message {
  readonly data: {
    readonly onReportReady: { readonly finishedAt: string; readonly download: { url: string } };
  };
}

/** As Amplify's guide shows it: subscribe, order, be told. What is missed is not told again. */
export function createAsk(): Ask {
  const api = generateClient({ authMode: 'userPool' });
  return async (work) => {
    const reportId = crypto.randomUUID();
    const { promise, resolve, reject } = Promise.withResolvers<Finished>();
    const { promise: listening, resolve: onListening } = Promise.withResolvers<undefined>();
    const stop = Hub.listen('api', ({ payload }) => {
      if (payload.event === 'Subscription ack') onListening(undefined);
    });
    const news = api.graphql({ query: READY, variables: { reportId } });
    if (!('subscribe' in news)) throw new Error('not a subscription');
    const subscription = news.subscribe({
      next(message) {
        const { finishedAt, download } = (message as unknown as Message).data.onReportReady;
        resolve({ finishedAt, link: download.url });
      },
      error: reject,
    });
    await listening;
    stop();
    const input = { reportId, definition: { sample: work } };
    await api.graphql({ query: GENERATE, variables: { input } });
    return promise.finally(() => subscription.unsubscribe());
  };
}
