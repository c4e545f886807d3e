import { S3Client } from '@aws-sdk/client-s3';
import { seedDatasets } from './seed-datasets.ts';

const [bucket = process.env['DATASETS_BUCKET']] = process.argv.slice(2);
if (!bucket) {
  console.error('Usage: npm run seed -- <bucket>, or set DATASETS_BUCKET.');
  process.exitCode = 1;
} else {
  for (const { key, isNew } of await seedDatasets({ s3: new S3Client({}), bucket })) {
    console.log(`${isNew ? 'stored' : 'was there'}  ${key}`);
  }
}
