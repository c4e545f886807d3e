import { readFileSync, writeFileSync } from 'node:fs';
import { COST_DOCUMENT, renewDocument } from './cost/document.ts';

/** Computes the tables of docs/cost.md from scripts/cost/ and puts them in. */
const text = readFileSync(COST_DOCUMENT, 'utf8');
writeFileSync(COST_DOCUMENT, await renewDocument(text));
console.log(`${COST_DOCUMENT} has its tables anew.`);
