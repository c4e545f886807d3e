import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { LocalError } from '../errors.ts';

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Condition?: string;
}

/** A CloudFormation template as CDK writes it. */
export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Parameters?: Readonly<Record<string, { Type: string; Default?: unknown }>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Mappings?: Readonly<Record<string, Record<string, Record<string, unknown>>>>;
  readonly Outputs?: Readonly<Record<string, { Value: unknown }>>;
}

/** One stack of an assembly: its template and where its assets are. */
export interface StackFiles {
  readonly stackName: string;
  readonly template: Template;
  /** The file or directory of an asset by the object key CDK would upload it under. */
  assetPath(objectKey: string): string | undefined;
}

interface Manifest {
  artifacts?: Record<
    string,
    { type: string; properties?: { templateFile?: string; stackName?: string } }
  >;
}

interface AssetManifest {
  files?: Record<
    string,
    { source: { path: string }; destinations: Record<string, { objectKey: string }> }
  >;
}

/** Reads the one stack of an assembly, or the one called `stackName`. */
export async function readStack(directory: string, stackName?: string): Promise<StackFiles> {
  const manifest = await readJson<Manifest>(path.join(directory, 'manifest.json'));
  const stacks = Object.entries(manifest.artifacts ?? {})
    .filter(([, artifact]) => artifact.type === 'aws:cloudformation:stack')
    .map(([id, { properties }]) => ({
      id,
      stackName: properties?.stackName ?? id,
      templateFile: properties?.templateFile ?? `${id}.template.json`,
    }));
  const names = stacks.map((stack) => stack.stackName).join(', ');
  const chosen = stackName ? stacks.find((stack) => stack.stackName === stackName) : stacks[0];
  if (!chosen || (!stackName && stacks.length > 1)) {
    throw new LocalError(
      'ERR_OPTION',
      stackName
        ? `The app has no stack ${stackName}; it has ${names || 'none'}.`
        : `The app has ${stacks.length} stacks (${names}); name the one to run with --stack.`,
    );
  }
  const template = await readJson<Template>(path.join(directory, chosen.templateFile));
  const assets = await readAssets(directory, chosen.id);
  return {
    stackName: chosen.stackName,
    template,
    assetPath: (objectKey) => assets.get(objectKey),
  };
}

async function readAssets(directory: string, id: string): Promise<ReadonlyMap<string, string>> {
  const manifest = await readJson<AssetManifest>(path.join(directory, `${id}.assets.json`)).catch(
    (): AssetManifest => ({}),
  );
  const assets = new Map<string, string>();
  for (const { source, destinations } of Object.values(manifest.files ?? {})) {
    for (const { objectKey } of Object.values(destinations)) {
      assets.set(objectKey, path.join(directory, source.path));
    }
  }
  return assets;
}

async function readJson<T>(file: string): Promise<T> {
  return JSON.parse(await readFile(file, 'utf8')) as T;
}
