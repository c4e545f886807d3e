/** Inputs people write by a shorter name than the schema's; the schema's own goes too. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  amountOfRows: 'rows',
  fromDate: 'from',
  toDate: 'to',
  'csv.delimiter': 'delimiter',
};

/** The option names of an input, without dashes: the short one, if there is one, then the schema's. */
export function namesOfOption(path: readonly string[]): string[] {
  const short = SHORT_NAMES[path.join('.')];
  const long = path.map(kebabCase).join('-');
  return short === undefined ? [long] : [short, long];
}

/** `flightDelays` as people write it: `flight-delays`. */
export function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);
}
