import { table } from '../bench/lib/table.ts';
import { startTestCloud, SEED } from '../test/support/cloud.ts';
import { explain, listGrants, whoNeeds } from '../test/support/grants/grants.ts';
import { runJourneys } from '../test/support/grants/journeys.ts';

/**
 * `npm run grants`: lives through the product's journeys on a cloud of its own and prints which calls each role made,
 * the statement that allowed them, and the grants that none of them needed. Exit code 1 when there are such.
 */
await using cloud = await startTestCloud(undefined, { seed: SEED });
const journeys = await runJourneys(cloud);
const { roles } = cloud.access.rules;

const rows = new Map<string, { cells: string[]; calls: number; journeys: Set<string> }>();
for (const { name, calls } of journeys) {
  for (const call of calls) {
    const cells = [
      roles.get(call.caller)?.logicalId ?? call.caller,
      call.action,
      shorten(call.resource),
      call.allowedBy ?? `DENIED ${call.because ?? ''}`,
    ];
    const row = rows.get(cells.join()) ?? { cells, calls: 0, journeys: new Set() };
    row.calls += call.calls;
    row.journeys.add(name);
    rows.set(cells.join(), row);
  }
}
console.log(
  table(
    ['role', 'action', 'resource', 'allowed by', 'calls', 'journeys'],
    [...rows.values()]
      .sort((a, b) => a.cells.join().localeCompare(b.cells.join()))
      .map((row) => [...row.cells, String(row.calls), String(row.journeys.size)]),
  ),
);

const unneeded = listGrants(cloud.access.rules).filter(
  (grant) => whoNeeds(grant, journeys).size === 0,
);
console.log('\nGrants that no journey needed:\n');
console.log(
  table(
    ['role', 'statement', 'part', 'why it is there'],
    unneeded.map((grant) => [grant.role, grant.place, grant.part, explain(grant) ?? 'NOTHING']),
  ),
);
process.exitCode = unneeded.some((grant) => explain(grant) === undefined) ? 1 : 0;

/** Without the account, and with one name for what differs from report to report. */
function shorten(resource: string): string {
  return resource
    .replace(/^arn:aws:([^:]*):[^:]*:[^:]*:/, '$1:')
    .replace(/\/[0-9a-f]{8}-[0-9a-f-]{27}\/.*/, '/…');
}
