import { S3Client } from '@aws-sdk/client-s3';
import { joinParts, type JoinedFile } from '../../functions/generate-report/athena/join-parts.ts';
import { BUCKET, REGION, ROOT } from '../../test/contract/services/bed.ts';

export interface Joined extends JoinedFile {
  readonly ms: number;
  readonly rssBeforeKib: number;
  readonly mostRssKib: number;
}

/** The joining process: joins `parts/0` and so on, and prints what came of it and the memory it took. */
const [endpoint = '', key = '', count = '', size = ''] = process.argv.slice(2);
const s3 = new S3Client({ endpoint, region: REGION, credentials: ROOT, forcePathStyle: true });
const rssBeforeKib = process.resourceUsage().maxRSS;
const startedAtMs = performance.now();
const file = await joinParts({
  ...{ s3, bucket: BUCKET, key, contentType: 'text/csv' },
  head: Buffer.from('date,item,amount\r\n'),
  parts: Array.from({ length: Number(count) }, (_, index) => ({
    key: `parts/${index}`,
    size: Number(size),
  })),
  signal: new AbortController().signal,
});
const ms = performance.now() - startedAtMs;
const joined: Joined = { ...file, ms, rssBeforeKib, mostRssKib: process.resourceUsage().maxRSS };
console.log(JSON.stringify(joined));
s3.destroy();
