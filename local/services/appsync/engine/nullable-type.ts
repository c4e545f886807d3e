import { getNullableType, type GraphQLNullableType, type GraphQLOutputType } from 'graphql';

/** The type without its `!`. Typed plainly: the overloads of graphql-js send a lint rule into endless recursion. */
export const nullableOf = getNullableType as (type: GraphQLOutputType) => GraphQLNullableType;
