import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { table } from '../bench/lib/table.ts';

/** Prints how many emulated facts there are of each grade; with a service's name, each of its facts. */
const GRADES = ['documented', 'observed', 'assumed'] as const;
const FACT = /^\s*(?:\/\/|\*)\s*(documented|observed|assumed): (.*?)\s*$/;
const ROOT = 'local/services';

interface Fact {
  readonly service: string;
  readonly grade: (typeof GRADES)[number];
  readonly source: string;
  readonly place: string;
}

const facts = globSync(`${ROOT}/**/*.{ts,mjs}`).sort().flatMap(readFacts);
const [wanted] = process.argv.slice(2);
if (wanted) {
  const chosen = facts.filter(({ service }) => service === wanted);
  console.log(
    table(
      ['grade', 'fact or source', 'place'],
      chosen.map(({ grade, source, place }) => [grade, source, place]),
    ),
  );
} else {
  const services = [...new Set(facts.map(({ service }) => service))];
  const count = (service: string | undefined, grade: string): string =>
    String(
      facts.filter((fact) => (!service || fact.service === service) && fact.grade === grade).length,
    );
  const rows = services.map((service) => [
    service,
    ...GRADES.map((grade) => count(service, grade)),
  ]);
  console.log(
    table(
      ['service', ...GRADES],
      [...rows, ['all', ...GRADES.map((grade) => count(undefined, grade))]],
    ),
  );
}

function readFacts(file: string): Fact[] {
  const [service = ''] = path.relative(ROOT, file).split(path.sep);
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, index) => {
      const [, grade, source = ''] = FACT.exec(line) ?? [];
      if (!grade) return [];
      return [{ service, grade: grade as Fact['grade'], source, place: `${file}:${index + 1}` }];
    });
}
