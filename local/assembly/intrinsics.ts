import type { Deployment } from './identity.ts';
import type { Template } from './template.ts';

/** What intrinsic functions ask of their surroundings; a problem is reported, not thrown. */
export interface IntrinsicScope {
  readonly template: Template;
  readonly deployment: Deployment;
  /** `Ref` of a resource; undefined when there is no such resource. */
  ref(logicalId: string): string | undefined;
  /** An attribute of a resource; undefined when the resource or the attribute is unknown. */
  attribute(logicalId: string, name: string): string | undefined;
  problem(path: string, message: string): void;
}

type Json = unknown;
type Intrinsic = (argument: Json, at: string, resolve: (value: Json, at: string) => Json) => Json;

/** Replaces every intrinsic function inside `value`; `at` is where it stands, for messages. */
export function resolveIntrinsics(value: Json, at: string, scope: IntrinsicScope): Json {
  const intrinsics = createIntrinsics(scope);
  return resolve(value, at);

  function resolve(node: Json, path: string): Json {
    if (Array.isArray(node)) {
      return node.map((item, index) => resolve(item, `${path}[${index}]`)).filter(isPresent);
    }
    if (typeof node !== 'object' || node === null) return node;
    const entries = Object.entries(node);
    const [key, argument] = entries[0] ?? [];
    if (entries.length === 1 && key && (key === 'Ref' || key.startsWith('Fn::'))) {
      const intrinsic = intrinsics[key];
      if (intrinsic) return intrinsic(argument, path, resolve);
      return scope.problem(path, `the intrinsic ${key} is not supported`);
    }
    const resolved = entries.map(
      ([name, item]) => [name, resolve(item, `${path}.${name}`)] as const,
    );
    return Object.fromEntries(resolved.filter(([, item]) => isPresent(item)));
  }
}

/** `AWS::NoValue` removes the property or item it stands in. */
function isPresent(value: Json): boolean {
  return value !== undefined;
}

// documented: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
function createIntrinsics(scope: IntrinsicScope): Readonly<Record<string, Intrinsic>> {
  return {
    Ref: (name, at) => reference(String(name), at),
    'Fn::GetAtt': (argument, at) => {
      const [logicalId = '', ...attribute] = Array.isArray(argument)
        ? argument.map(String)
        : String(argument).split('.');
      return attributeOf(logicalId, attribute.join('.'), at);
    },
    'Fn::Join': (argument, at, resolve) => {
      const [separator, items] = argument as [string, Json];
      return (resolve(items, at) as Json[]).map(String).join(separator);
    },
    'Fn::Sub': (argument, at, resolve) => {
      const [text, variables] = Array.isArray(argument)
        ? [String(argument[0]), resolve(argument[1], at) as Record<string, Json>]
        : [String(argument), {} as Record<string, Json>];
      return text.replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
        if (literal) return `\${${name}}`;
        if (name in variables) return String(variables[name]);
        const [logicalId = '', ...attribute] = name.split('.');
        const value =
          attribute.length > 0
            ? attributeOf(logicalId, attribute.join('.'), at)
            : reference(name, at);
        return String(value);
      });
    },
    'Fn::Select': (argument, at, resolve) => {
      const [index, items] = resolve(argument, at) as [number | string, Json[]];
      return items[Number(index)];
    },
    'Fn::Split': (argument, at, resolve) => {
      const [separator, text] = resolve(argument, at) as [string, string];
      return text.split(separator);
    },
    'Fn::Base64': (argument, at, resolve) =>
      Buffer.from(String(resolve(argument, at))).toString('base64'),
    'Fn::FindInMap': (argument, at, resolve) => {
      const [map, first, second] = resolve(argument, at) as [string, string, string];
      const found = scope.template.Mappings?.[map]?.[first]?.[second];
      return found ?? scope.problem(at, `there is no ${map}.${first}.${second} in Mappings`);
    },
    'Fn::If': (argument, at, resolve) => {
      const [condition, yes, no] = argument as [string, Json, Json];
      return resolve(isTrue(resolve({ Condition: condition }, at), at) ? yes : no, at);
    },
    'Fn::Equals': (argument, at, resolve) => {
      const [left, right] = resolve(argument, at) as [Json, Json];
      return left === right;
    },
    'Fn::Not': (argument, at, resolve) => !isTrue((resolve(argument, at) as Json[])[0], at),
    'Fn::And': (argument, at, resolve) =>
      (resolve(argument, at) as Json[]).every((item) => isTrue(item, at)),
    'Fn::Or': (argument, at, resolve) =>
      (resolve(argument, at) as Json[]).some((item) => isTrue(item, at)),
  };

  function isTrue(value: Json, at: string): boolean {
    if (typeof value === 'boolean') return value;
    const name = (value as { Condition?: string } | null)?.Condition;
    const condition = name === undefined ? undefined : scope.template.Conditions?.[name];
    if (condition === undefined) {
      scope.problem(at, `there is no condition ${name ?? JSON.stringify(value)}`);
      return false;
    }
    return isTrue(resolveIntrinsics(condition, `Conditions.${name}`, scope), at);
  }

  function reference(name: string, at: string): Json {
    const { deployment } = scope;
    switch (name) {
      case 'AWS::NoValue':
        return undefined;
      case 'AWS::Region':
        return deployment.region;
      case 'AWS::AccountId':
        return deployment.accountId;
      case 'AWS::Partition':
        return 'aws';
      case 'AWS::URLSuffix':
        return 'amazonaws.com';
      case 'AWS::StackName':
        return deployment.stackName;
      case 'AWS::StackId':
        return `arn:aws:cloudformation:${deployment.region}:${deployment.accountId}:stack/${deployment.stackName}/local`;
    }
    const parameter = scope.template.Parameters?.[name];
    if (parameter) {
      return parameter.Default ?? scope.problem(at, `the parameter ${name} has no default`);
    }
    return (
      scope.ref(name) ?? scope.problem(at, `Ref ${name}: there is no such resource or parameter`)
    );
  }

  function attributeOf(logicalId: string, name: string, at: string): Json {
    return (
      scope.attribute(logicalId, name) ??
      scope.problem(at, `GetAtt ${logicalId}.${name} is not supported or does not exist`)
    );
  }
}
