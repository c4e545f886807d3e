import { checkLinks } from './links/check.ts';

/**
 * Every link of every document that leads to a file or a heading of this repository leads there; part of
 * `npm run check`. `--external` lists the others, which are not followed: node scripts/check-links.ts --external
 */
const { external, broken } = checkLinks('.');
if (process.argv.includes('--external')) {
  for (const { file, line, target } of external) console.log(`${file}:${line} ${target}`);
} else {
  for (const { file, line, target, why } of broken) {
    console.error(`${file}:${line} links to ${target}: ${why}.`);
  }
  process.exitCode = broken.length === 0 ? 0 : 1;
}
