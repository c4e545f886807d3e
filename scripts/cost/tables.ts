import { table } from '../../bench/lib/table.ts';
import { ASSUMED, SIZES } from './assumptions.ts';
import { DESIGNS, fileUsage, idleUsage, OURS } from './designs.ts';
import { costs, plus, PRICES, totalCost, type Price, type Usage } from './prices.ts';

const REPORTS = 1000;

/** The tables of docs/cost.md. */
export function costTables(): string {
  return [
    '### 1,000 reports, all of it',
    designTable((size, design) => plus(fileUsage(size), design(size))),
    '### 1,000 reports, the telling alone',
    'Without making, keeping and fetching the file, which cost the same in every design.',
    designTable((size, design) => design(size)),
    '### Where it goes, in this design',
    serviceTable(),
    '### A month without a report',
    idleTable(),
    '### Assumptions',
    assumptionTable(),
    '### Prices',
    priceTable(),
  ].join('\n\n');
}

type Size = (typeof SIZES)[number];

function designTable(usage: (size: Size, design: (size: Size) => Usage) => Usage): string {
  return table(
    ['design', ...SIZES.map(({ name }) => name)],
    DESIGNS.map((design) => [
      design.name,
      ...SIZES.map((size) => dollars(REPORTS * totalCost(usage(size, design.usage)))),
    ]),
  );
}

function serviceTable(): string {
  const bySize = SIZES.map((size) => byService(plus(fileUsage(size), OURS.usage(size)), REPORTS));
  const services = [...new Set(bySize.flatMap((each) => [...each.keys()]))];
  return table(
    ['service', ...SIZES.map(({ name }) => name)],
    services.map((service) => [service, ...bySize.map((each) => dollars(each.get(service) ?? 0))]),
  );
}

function idleTable(): string {
  const services = byService(idleUsage(), 1);
  const total = [...services.values()].reduce((sum, each) => sum + each, 0);
  return table(
    ['service', 'a month'],
    [...services, ['all', total] as const].map(([service, usd]) => [service, dollars(usd)]),
  );
}

function assumptionTable(): string {
  return table(
    ['assumed', 'value'],
    Object.entries(ASSUMED).map(([name, value]) => [`\`${name}\``, String(value)]),
  );
}

function priceTable(): string {
  return table(
    ['service', 'unit', 'US dollars', 'grade', 'page', 'read at'],
    Object.values<Price>(PRICES).map(({ service, unit, usd, per, grade, page, readAt }) => [
      service,
      unit,
      per === 1 ? plain(usd) : `${plain(usd)} for ${per.toLocaleString('en')}`,
      grade,
      page,
      readAt ?? (grade === 'documented' ? 'there' : '–'),
    ]),
  );
}

function byService(usage: Usage, times: number): Map<string, number> {
  const sums = new Map<string, number>();
  for (const [name, usd] of costs(usage)) {
    const { service } = PRICES[name];
    sums.set(service, (sums.get(service) ?? 0) + usd * times);
  }
  return sums;
}

function dollars(usd: number): string {
  return `$${usd.toFixed(usd > 0 && usd < 0.1 ? 4 : 2)}`;
}

/** Without an exponent, however small. */
function plain(usd: number): string {
  return usd.toFixed(10).replace(/\.?0+$/, '');
}
