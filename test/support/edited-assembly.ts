import { mkdir, mkdtemp, readFile, rm, symlink, writeFile, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { synthesise } from '../../local/assembly/synthesise.ts';
import type { TestApp } from './apps.ts';

/** A synthesised template, as far as tests change it. */
export interface EditableTemplate {
  readonly Resources: Record<
    string,
    { readonly Type: string; Properties: Record<string, unknown> } | undefined
  >;
}

export interface EditableStatement {
  readonly Action: string | string[];
}

/** An app whose assembly was changed by hand, as a mistake in it would have made it; gone when disposed. */
export async function editAssembly(
  app: TestApp,
  edit: (template: EditableTemplate) => void,
): Promise<TestApp & AsyncDisposable> {
  const root = process.cwd();
  const { directory } = await synthesise({
    root,
    app: app.app,
    ...(app.appInputs ? { inputs: app.appInputs } : {}),
    directory: app.assemblyDirectory,
  });
  const parent = await mkdtemp(path.join(tmpdir(), 'assembly-'));
  const edited = path.join(parent, path.basename(directory));
  await mkdir(edited);
  for (const name of await readdir(directory)) {
    const from = path.resolve(root, directory, name);
    if (!name.endsWith('.template.json')) {
      await symlink(from, path.join(edited, name));
      continue;
    }
    const template = JSON.parse(await readFile(from, 'utf8')) as EditableTemplate;
    edit(template);
    await writeFile(path.join(edited, name), JSON.stringify(template));
  }
  return {
    ...app,
    assemblyDirectory: parent,
    [Symbol.asyncDispose]: () => rm(parent, { recursive: true, force: true }),
  };
}

/** Takes an action out of every policy of a role whose logical id contains `role`; throws when there is none. */
export function takeAway(template: EditableTemplate, role: string, action: string): void {
  let taken = 0;
  for (const resource of Object.values(template.Resources)) {
    if (resource?.Type !== 'AWS::IAM::Policy') continue;
    const { Roles, PolicyDocument } = resource.Properties as {
      Roles: { Ref: string }[];
      PolicyDocument: { Statement: { Action: string | string[] }[] };
    };
    if (!Roles.some(({ Ref }) => Ref.includes(role))) continue;
    const statements = PolicyDocument.Statement.map((statement) => {
      const actions = [statement.Action].flat();
      const left = actions.filter((each) => each !== action);
      taken += actions.length - left.length;
      return { ...statement, Action: left };
    });
    PolicyDocument.Statement = statements.filter(({ Action }) => Action.length > 0);
  }
  if (taken === 0) throw new Error(`no policy of a role ${role} has ${action}`);
}

/** Takes away every resource of a type; throws when there is none. */
export function takeAwayType(template: EditableTemplate, type: string): void {
  const ids = Object.keys(template.Resources).filter((id) => template.Resources[id]?.Type === type);
  if (ids.length === 0) throw new Error(`there is no ${type}`);
  for (const id of ids) template.Resources[id] = undefined;
}

/** Lets only `service` take the roles whose logical ids contain `role`. */
export function trustOnly(template: EditableTemplate, role: string, service: string): void {
  const roles = Object.entries(template.Resources).filter(
    ([id, resource]) => resource?.Type === 'AWS::IAM::Role' && id.includes(role),
  );
  if (roles.length === 0) throw new Error(`there is no role ${role}`);
  for (const [, resource] of roles) {
    if (!resource) continue;
    resource.Properties.AssumeRolePolicyDocument = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } }],
    };
  }
}
