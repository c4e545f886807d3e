import { boolean, float, id, int, string } from './built-in.ts';
import { awsEmail, awsPhone } from './contact.ts';
import { awsDate, awsDateTime, awsTime } from './date-time.ts';
import { awsJson } from './json.ts';
import { awsIpAddress, awsUrl } from './network.ts';
import type { Scalar } from './scalar.ts';
import { awsTimestamp } from './timestamp.ts';

/** The nine scalars AppSync adds to GraphQL's own, by type name. */
export const awsScalars: Readonly<Record<string, Scalar>> = {
  AWSDate: awsDate,
  AWSTime: awsTime,
  AWSDateTime: awsDateTime,
  AWSTimestamp: awsTimestamp,
  AWSEmail: awsEmail,
  AWSJSON: awsJson,
  AWSURL: awsUrl,
  AWSPhone: awsPhone,
  AWSIPAddress: awsIpAddress,
};

const builtIn: Readonly<Record<string, Scalar>> = {
  Int: int,
  Float: float,
  String: string,
  Boolean: boolean,
  ID: id,
};

/** The rules of a scalar type; every scalar of an accepted schema has some. */
export function scalarNamed(name: string): Scalar {
  const scalar = awsScalars[name] ?? builtIn[name];
  if (scalar === undefined) throw new Error(`no scalar is named ${name}`);
  return scalar;
}
