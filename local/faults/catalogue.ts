/** What can be made to fail, and how: the parser, the error messages and `--help` all read this. */

/** What may follow an action's `=`. */
export type ValueForm =
  | { readonly kind: 'none' }
  | { readonly kind: 'duration' | 'range'; readonly otherwise?: string }
  | { readonly kind: 'choice'; readonly of: readonly string[]; readonly otherwise?: string };

export interface FaultAction {
  readonly does: string;
  readonly value: ValueForm;
}

export interface FaultPoint {
  /** What counts as one occasion. */
  readonly occasion: string;
  /** What `match` and `not` look at. */
  readonly named: string;
  readonly actions: Readonly<Record<string, FaultAction>>;
  /** Keys of this point beside those every point has. */
  readonly keys?: readonly string[];
  /** The action of a spec that names none. */
  readonly usual?: string;
  /** The points this one stands for. */
  readonly covers?: readonly string[];
}

const NONE: ValueForm = { kind: 'none' };
const RANGE: ValueForm = { kind: 'range' };
const NOW_OR_ALL: ValueForm = { kind: 'choice', of: ['issued', 'all'], otherwise: 'issued' };

/** The AWS errors a call can be failed with; the first is what `fail` means by itself. */
export const AWS_CODES = {
  s3: ['InternalError', 'SlowDown', 'ServiceUnavailable'],
  dynamodb: [
    'InternalServerError',
    'ProvisionedThroughputExceededException',
    'ThrottlingException',
    'RequestLimitExceeded',
  ],
  lambda: ['ServiceException', 'TooManyRequestsException'],
  cognito: ['InternalErrorException', 'TooManyRequestsException'],
  eventbridge: ['InternalException', 'ThrottlingException'],
  athena: ['InternalServerException', 'TooManyRequestsException'],
  glue: ['InternalServiceException', 'ThrottlingException'],
} as const;

const ON_THE_WIRE = {
  hang: { does: 'holds the call, then goes on with it', value: RANGE },
  'cut-before': { does: 'cuts the connection: nothing was done', value: NONE },
  'cut-after': { does: 'does the work and loses the answer', value: NONE },
} as const;

function callsOf(codes: readonly string[], throttled: string): FaultPoint['actions'] {
  const otherwise = codes[0] as string;
  return {
    fail: { does: 'answers with an error', value: { kind: 'choice', of: codes, otherwise } },
    throttle: { does: `answers with ${throttled}`, value: NONE },
    ...ON_THE_WIRE,
  };
}

const ANY_CALL: FaultPoint['actions'] = {
  fail: { does: 'answers with the error 500 of whatever is called', value: NONE },
  throttle: { does: 'refuses it as called too often', value: NONE },
  ...ON_THE_WIRE,
};

const AWS_CALL = { occasion: 'a call over HTTP', keys: ['by'] } as const;
const AWS_POINTS = ['s3', 'dynamodb', 'lambda', 'cognito', 'eventbridge', 'athena', 'glue'];

const POINTS = {
  pushes: {
    occasion: 'a data frame for one subscriber',
    named: '<subscription field> <mutation field>',
    actions: {
      drop: { does: 'never sends it', value: NONE },
      duplicate: { does: 'sends it twice', value: NONE },
      delay: { does: 'sends it later; others overtake it', value: RANGE },
      reorder: {
        does: 'sends it after the subscriber’s next one, or after this time when none comes',
        value: { kind: 'duration', otherwise: '2s' },
      },
    },
  },
  sockets: {
    occasion: 'cut: a socket each time the interval ends; refuse: a handshake',
    named: 'connection <number>, or handshake',
    actions: {
      cut: { does: 'cuts sockets each time this interval ends', value: { kind: 'duration' } },
      refuse: { does: 'refuses the handshake with HTTP 503', value: NONE },
    },
  },
  events: {
    occasion: 'a delivery of an asynchronous invocation',
    named: '<function>',
    actions: {
      drop: { does: 'loses it without a trace', value: NONE },
      duplicate: { does: 'delivers it twice, at the same time', value: NONE },
      delay: { does: 'delivers it later', value: RANGE },
    },
  },
  functions: {
    occasion: 'an invocation',
    named: '<function>',
    keys: ['after', 'call'],
    actions: {
      kill: { does: 'kills its processes (SIGKILL)', value: NONE },
      freeze: { does: 'stops its processes for this time, then lets them go on', value: RANGE },
    },
  },
  s3: {
    ...AWS_CALL,
    named: '<operation> <bucket>/<key>',
    actions: callsOf(AWS_CODES.s3, 'SlowDown'),
  },
  dynamodb: {
    ...AWS_CALL,
    named: '<operation>',
    actions: callsOf(AWS_CODES.dynamodb, 'ProvisionedThroughputExceededException'),
  },
  lambda: {
    ...AWS_CALL,
    named: '<operation> <function>',
    actions: callsOf(AWS_CODES.lambda, 'TooManyRequestsException'),
  },
  cognito: {
    ...AWS_CALL,
    named: '<operation>',
    actions: callsOf(AWS_CODES.cognito, 'TooManyRequestsException'),
  },
  eventbridge: {
    ...AWS_CALL,
    named: '<operation>',
    actions: callsOf(AWS_CODES.eventbridge, 'ThrottlingException'),
  },
  athena: {
    ...AWS_CALL,
    named: '<operation>',
    actions: callsOf(AWS_CODES.athena, 'TooManyRequestsException'),
  },
  glue: {
    ...AWS_CALL,
    named: '<operation>',
    actions: callsOf(AWS_CODES.glue, 'ThrottlingException'),
  },
  queries: {
    occasion: 'a query of Athena’s that starts to run; untold: a change of its state',
    named: '<work group> <database>; untold: <work group> <state>',
    actions: {
      hold: { does: 'lets it run for this much longer', value: RANGE },
      fail: { does: 'fails it as if the service had', value: NONE },
      untold: { does: 'tells EventBridge nothing of it', value: NONE },
    },
  },
  aws: { ...AWS_CALL, named: 'as at the service called', actions: ANY_CALL, covers: AWS_POINTS },
  graphql: {
    occasion: 'a GraphQL request over HTTP',
    named: '<query or mutation> <root fields>',
    keys: ['by'],
    actions: {
      fail: {
        does: 'answers with this status',
        value: { kind: 'choice', of: ['500', '503', '429'], otherwise: '500' },
      },
      throttle: { does: 'answers with 429', value: NONE },
      ...ON_THE_WIRE,
    },
  },
  'dynamodb-source': {
    occasion: 'a call of a resolver’s DynamoDB data source',
    named: '<operation> <table>',
    actions: callsOf(AWS_CODES.dynamodb, 'ProvisionedThroughputExceededException'),
  },
  'lambda-source': {
    occasion: 'a call of a resolver’s Lambda data source',
    named: 'Invoke <function>',
    actions: callsOf(AWS_CODES.lambda, 'TooManyRequestsException'),
  },
  'eventbridge-source': {
    occasion: 'a call of a resolver’s EventBridge data source',
    named: 'PutEvents <bus>',
    actions: callsOf(AWS_CODES.eventbridge, 'ThrottlingException'),
  },
  calls: {
    occasion: 'a call by a function or a resolver to any of these (of=a+b chooses)',
    named: 'as at the point called',
    keys: ['of', 'by'],
    actions: ANY_CALL,
    usual: 'fail',
    covers: [
      's3',
      'dynamodb',
      'lambda',
      'eventbridge',
      'athena',
      'glue',
      'graphql',
      'dynamodb-source',
      'lambda-source',
      'eventbridge-source',
    ],
  },
  credentials: {
    occasion: 'a call a function signs',
    named: '<function>',
    actions: {
      expire: {
        does: 'its session credentials have expired (issued: only those given out before the fault was set)',
        value: NOW_OR_ALL,
      },
    },
  },
  tokens: {
    occasion: 'a check of a user’s token by the API',
    named: '<username>',
    actions: {
      expire: {
        does: 'the token has expired (issued: only those given out before the fault was set)',
        value: NOW_OR_ALL,
      },
    },
  },
  schedules: {
    occasion: 'none: it holds as long as it is set',
    named: '',
    actions: { every: { does: 'every schedule fires this often', value: { kind: 'duration' } } },
  },
} satisfies Record<string, FaultPoint>;

export type FaultPointName = keyof typeof POINTS;

/** Every point by its name. */
export const FAULT_POINTS: Readonly<Record<FaultPointName, FaultPoint>> = POINTS;

/** Keys any fault may have. */
export const COMMON_KEYS = ['p', 'nth', 'every', 'from', 'first', 'match', 'not', 'for'];

export function isFaultPoint(name: string): name is FaultPointName {
  return Object.hasOwn(FAULT_POINTS, name);
}

/** One line for each point: its actions. */
export function listFaults(): string {
  return Object.entries(FAULT_POINTS)
    .map(
      ([name, { actions }]) =>
        `  ${name.padEnd(20)}${Object.entries(actions).map(describe).join('  ')}`,
    )
    .join('\n');
}

/** An action with what its `=` takes: `delay=<range>`, `fail[=500|503|429]`. */
export function describe([name, { value }]: readonly [string, FaultAction]): string {
  if (value.kind === 'none') return name;
  const form = value.kind === 'choice' ? value.of.join('|') : `<${value.kind}>`;
  return value.otherwise === undefined ? `${name}=${form}` : `${name}[=${form}]`;
}
