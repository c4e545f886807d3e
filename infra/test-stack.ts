import { readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { ReportsStack } from './reports-stack.ts';
import { addRules } from './rules.ts';
import type { ReportsSettings } from './settings.ts';

export interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

/** A template, and where what it refers to was. */
export interface Synthesised {
  readonly stack: ReportsStack;
  readonly resources: Readonly<Record<string, Resource>>;
  /** What was found and nobody has given a reason for: rule and construct. */
  readonly findings: readonly string[];
  ofType(type: string): Resource[];
}

interface ValidationReport {
  readonly pluginReports: readonly {
    readonly violations: readonly {
      readonly ruleName: string;
      readonly violatingConstructs: readonly { readonly constructPath: string }[];
    }[];
  }[];
}

/**
 * Synthesises the stack with cdk-nag's rules, in a directory of its own; `validates` has CloudFormation's schemas checked
 * too, which takes some seconds.
 */
export async function synthesiseWithRules(
  settings: Partial<ReportsSettings>,
  { validates = false }: { readonly validates?: boolean } = {},
): Promise<Synthesised> {
  const outdir = mkdtempSync(path.join(tmpdir(), 'assembly-'));
  try {
    const app = new App({
      analyticsReporting: false,
      outdir,
      builtinCloudFormationValidation: validates,
    });
    await addRules(app);
    const stack = new ReportsStack(app, 'Reports', { settings });
    const findings = findingsOf(app, outdir);
    const file = path.join(outdir, 'Reports.template.json');
    const { Resources } = JSON.parse(readFileSync(file, 'utf8')) as {
      Resources: Record<string, Resource>;
    };
    return {
      stack,
      resources: Resources,
      findings,
      ofType: (type) => Object.values(Resources).filter((resource) => resource.Type === type),
    };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** Findings make synthesis throw once they are written down. */
function findingsOf(app: App, outdir: string): string[] {
  const report = path.join(outdir, 'validation-report.json');
  try {
    app.synth();
  } catch (error) {
    if ((error as Error).name !== 'ValidationFailed') throw error;
  }
  const { pluginReports } = JSON.parse(readFileSync(report, 'utf8')) as ValidationReport;
  return pluginReports.flatMap(({ violations }) =>
    violations.flatMap(({ ruleName, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath }) => `${ruleName} at ${constructPath}`),
    ),
  );
}
