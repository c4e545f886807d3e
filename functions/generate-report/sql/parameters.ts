import type { DuckDBPreparedStatement } from '@duckdb/node-api';
import type { DuckDb } from './duckdb.ts';
import { queryMistake } from './failures.ts';

/** A value for a named parameter; dates as YYYY-MM-DD. */
export type SqlParameter =
  | { readonly type: 'VARCHAR' | 'DATE'; readonly value: string | null }
  | { readonly type: 'BIGINT' | 'DOUBLE'; readonly value: number | null }
  | { readonly type: 'BOOLEAN'; readonly value: boolean | null };

/** By the name after `$` in the query. */
export type SqlParameters = Readonly<Record<string, SqlParameter>>;

const DAY_MS = 86_400_000;

/** Binds every parameter the statement names; throws when one was not given. */
export function bindParameters(
  statement: DuckDBPreparedStatement,
  parameters: SqlParameters,
  { api }: DuckDb,
): void {
  for (let index = 1; index <= statement.parameterCount; index++) {
    const name = statement.parameterName(index);
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (!parameter) throw queryMistake(new Error(`there is no value for the parameter ${name}`));
    bind(index, parameter);
  }

  function bind(index: number, { type, value }: SqlParameter): void {
    if (value === null) return statement.bindNull(index);
    switch (type) {
      case 'VARCHAR':
        return statement.bindVarchar(index, value);
      case 'BIGINT':
        return statement.bindBigInt(index, BigInt(value));
      case 'DOUBLE':
        return statement.bindDouble(index, value);
      case 'BOOLEAN':
        return statement.bindBoolean(index, value);
      case 'DATE':
        return statement.bindDate(index, new api.DuckDBDateValue(daysOf(value)));
    }
  }
}

function daysOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS;
}
