import {
  type ASTNode,
  type ASTVisitor,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  specifiedRules,
  validate,
  type ValidationContext,
  type ValidationRule,
  ValuesOfCorrectTypeRule,
  visit,
} from 'graphql';
import type { AppSyncError } from '../types.ts';
import { documentError } from './errors.ts';
import { literalProblem, literalText } from './literals.ts';
import { validationText, wordValidation } from './validation-words.ts';

/** What is wrong with a document, in the service's words; empty when nothing is. */
export function validateDocument(
  schema: GraphQLSchema,
  document: DocumentNode,
  introspection: boolean,
): AppSyncError[] {
  const rules: ValidationRule[] = specifiedRules.map((rule) =>
    rule === ValuesOfCorrectTypeRule ? literalsOfCorrectType : rule,
  );
  if (!introspection) rules.push(noIntrospection);
  const found = validate(schema, document, rules);
  if (found.length === 0) return [];
  const paths = fieldPaths(document);
  return found.map((error) => {
    const isWorded = error.extensions.worded === true;
    const { text, node: index } = isWorded
      ? { text: error.message, node: 0 }
      : wordValidation(error.message);
    const node = error.nodes?.[index] ?? error.nodes?.[0];
    const path = node === undefined ? '' : (paths.get(node) ?? '');
    return documentError(path === '' ? text : `${text} @ '${path}'`, node ? [node] : []);
  });
}

/** Checks the literals of arguments and of variable defaults, worded by us. */
function literalsOfCorrectType(context: ValidationContext): ASTVisitor {
  const report = (text: string, node: ASTNode): void =>
    context.reportError(new GraphQLError(text, { nodes: [node], extensions: { worded: true } }));
  return {
    Argument(node) {
      const type = context.getArgument()?.type;
      const problem = type ? literalProblem(node.name.value, node.value, type) : undefined;
      if (problem !== undefined) report(validationText('WrongType', problem), node);
    },
    VariableDefinition(node) {
      const type = context.getInputType();
      if (!node.defaultValue || !type) return;
      if (literalProblem(node.variable.name.value, node.defaultValue, type) === undefined) return;
      const text = `Bad default value ${literalText(node.defaultValue)} for type ${String(type)}`;
      report(validationText('BadValueForDefaultArg', text), node);
    },
  };
}

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/configuration-limits.html (introspection can be switched off)
// assumed: the answer is the one for a field that is not there; `__typename` keeps working
function noIntrospection(context: ValidationContext): ASTVisitor {
  return {
    Field(node) {
      const name = node.name.value;
      if (name !== '__schema' && name !== '__type') return;
      const text = `Field '${name}' in type '${context.getParentType()?.name ?? 'Query'}' is undefined`;
      context.reportError(
        new GraphQLError(validationText('FieldUndefined', text), {
          nodes: [node],
          extensions: { worded: true },
        }),
      );
    },
  };
}

// observed: paths are field names joined by slashes (graphql/graphql-over-http#81, aws-amplify/amplify-android#702)
// assumed: inside a fragment definition the fragment's name comes first, as in graphql-java
function fieldPaths(document: DocumentNode): ReadonlyMap<ASTNode, string> {
  const paths = new Map<ASTNode, string>();
  const names: string[] = [];
  const isNamed = (node: ASTNode): boolean =>
    node.kind === Kind.FIELD || node.kind === Kind.FRAGMENT_DEFINITION;
  visit(document, {
    enter(node) {
      if (isNamed(node) && 'name' in node && node.name && 'value' in node.name) {
        names.push(node.name.value);
      }
      paths.set(node, names.join('/'));
    },
    leave(node) {
      if (isNamed(node)) names.pop();
    },
  });
  return paths;
}
