import { formatDay } from '../format.ts';

/** Names that read better in other words; any other is read out of its own letters. */
const WORDS: Readonly<Record<string, string>> = {
  amountOfRows: 'Number of rows',
  fromDate: 'First day',
  toDate: 'Last day',
};

/** Units at the end of a name. */
const UNITS: Readonly<Record<string, string>> = {
  ms: 'milliseconds',
  seconds: 'seconds',
  minutes: 'minutes',
  hours: 'hours',
  bytes: 'bytes',
  percent: 'percent',
};

/** `delayMs` is `Delay, in milliseconds`. */
export function labelOf(name: string): string {
  const known = WORDS[name];
  if (known) return known;
  const words = wordsOf(name);
  const unit = words.length > 1 ? UNITS[words.at(-1) ?? ''] : undefined;
  return unit ? `${capitalised(words.slice(0, -1))}, in ${unit}` : capitalised(words);
}

/** `flightDelays` is `Flight delays`, `FIRST_CLASS` is `First class`. */
export function inWords(name: string): string {
  return capitalised(wordsOf(name));
}

/** A description for people: inputs by their labels, days as this page writes them, nothing about notation. */
export function helpOf(doc: string): string {
  return doc
    .replace(/,? as YYYY-MM-DD/g, '')
    .replace(/`(\w+)`/g, (_, name: string) => `“${labelOf(name)}”`)
    .replace(/\b\d{4}-\d\d-\d\d\b/g, formatDay);
}

/** The help of inputs that stand together: what is said of several is said once, at the end. */
export function helpTogether(docs: readonly string[]): string {
  const sentences = docs.map((doc) => helpOf(doc).split(/(?<=\.) /));
  const isShared = (sentence: string): boolean =>
    sentences.length > 1 && sentences.every((own) => own.includes(sentence));
  const shared = (sentences[0] ?? []).filter(isShared);
  return [...sentences.flat().filter((sentence) => !isShared(sentence)), ...shared].join(' ');
}

function wordsOf(name: string): string[] {
  const spaced = /[a-z]/.test(name) ? name.replace(/([a-z\d])([A-Z])/g, '$1 $2') : name;
  return spaced.replaceAll('_', ' ').toLowerCase().split(' ');
}

function capitalised(words: readonly string[]): string {
  const text = words.join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
