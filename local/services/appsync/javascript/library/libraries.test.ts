import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { heldClock } from '../test-bed.ts';
import { createJavaPatterns } from './java-pattern.ts';
import { createLibraries } from './libraries.ts';

const types = path.dirname(
  createRequire(import.meta.url).resolve('@aws-appsync/utils/package.json'),
);

/** The members AWS's own declarations give a type. */
function declaredMembers(file: string, type: string): string[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(path.join(types, 'lib', file), 'utf8'),
    ts.ScriptTarget.Latest,
  );
  const members: string[] = [];
  ts.forEachChild(source, (node) => {
    if (
      ts.isTypeAliasDeclaration(node) &&
      node.name.text === type &&
      ts.isTypeLiteralNode(node.type)
    ) {
      for (const member of node.type.members) {
        if (member.name && ts.isIdentifier(member.name)) members.push(member.name.text);
      }
    }
  });
  return [...new Set(members)].sort();
}

describe('the libraries', () => {
  const libraries = createLibraries({
    clock: heldClock,
    evaluation: () => {
      throw new Error('no evaluation');
    },
    patterns: createJavaPatterns(),
  });
  const { util, extensions } = libraries['@aws-appsync/utils'] as Record<
    string,
    Record<string, object>
  >;

  it.each([
    ['index.d.ts', 'Util', util, ['rds']],
    ['index.d.ts', 'Extensions', extensions, []],
    ['time-utils.d.ts', 'TimeUtils', util?.time, []],
    ['math-utils.d.ts', 'MathUtils', util?.math, []],
    ['string-utils.d.ts', 'StringUtils', util?.str, []],
    ['http-utils.d.ts', 'HttpUtils', util?.http, []],
    ['xml-utils.d.ts', 'XmlUtils', util?.xml, []],
    ['dynamodb-utils.d.ts', 'DynamodbUtil', util?.dynamodb, []],
    ['transform-utils.d.ts', 'TransformUtils', util?.transform, ['toElasticsearchQueryDSL']],
  ] as const)('have what %s declares as %s, and nothing else', (file, type, library, absent) => {
    const declared = declaredMembers(file, type);

    expect(declared.length).toBeGreaterThan(0);
    expect([...Object.keys(library ?? {}), ...absent].sort()).toEqual(declared);
  });
});
