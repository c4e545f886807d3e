/** Who may do what to a report: these tables are the specification, and authorization-matrix.test.ts makes a test of each cell. */

export type Caller = 'owner' | 'other user' | 'signed out' | 'expired token';
export const CALLERS: readonly Caller[] = ['owner', 'other user', 'signed out', 'expired token'];

/** `401 UnauthorizedException`: HTTP status and errorType. Else what is told of the field, or its errorType. */
export const REFUSED = '401 UnauthorizedException';

export const PEOPLE: Record<string, Record<Caller, string>> = {
  'generate (own id)': {
    owner: 'QUEUED',
    'other user': 'QUEUED',
    'signed out': REFUSED,
    'expired token': REFUSED,
  },
  // The same id under another owner is another report: nobody learns from it that the first is there.
  'generate (the owner’s id, another definition)': {
    owner: 'IdempotentParameterMismatch',
    'other user': 'QUEUED',
    'signed out': REFUSED,
    'expired token': REFUSED,
  },
  read: {
    owner: 'SUCCEEDED',
    'other user': 'null',
    'signed out': REFUSED,
    'expired token': REFUSED,
  },
  'list (the report is in it)': {
    owner: 'true',
    'other user': 'false',
    'signed out': REFUSED,
    'expired token': REFUSED,
  },
  'download (a link is in the answer)': {
    owner: 'true',
    'other user': 'null',
    'signed out': REFUSED,
    'expired token': REFUSED,
  },
  'cancel (running)': {
    owner: 'CANCELLING',
    'other user': 'NotFound',
    'signed out': REFUSED,
    'expired token': REFUSED,
  },
  'cancel (finished)': {
    owner: 'AlreadyFinished',
    'other user': 'NotFound',
    'signed out': REFUSED,
    'expired token': REFUSED,
  },
  'delete (running)': {
    owner: 'NotFinished',
    'other user': 'NotFound',
    'signed out': REFUSED,
    'expired token': REFUSED,
  },
  'delete (finished)': {
    owner: 'EXPIRED',
    'other user': 'NotFound',
    'signed out': REFUSED,
    'expired token': REFUSED,
  },
};

export type Signer =
  'API user' | 'role without any grant' | 'role with another grant' | 'role with the grant';
export const SIGNERS: readonly Signer[] = [
  'API user',
  'role without any grant',
  'role with another grant',
  'role with the grant',
];

export const MACHINES: Record<string, Record<Signer, string>> = {
  reportStarted: {
    'API user': 'Unauthorized',
    'role without any grant': REFUSED,
    'role with another grant': 'Unauthorized',
    'role with the grant': 'RUNNING',
  },
  reportProgressed: {
    'API user': 'Unauthorized',
    'role without any grant': REFUSED,
    'role with another grant': 'Unauthorized',
    'role with the grant': 'RUNNING',
  },
  reportReady: {
    'API user': 'Unauthorized',
    'role without any grant': REFUSED,
    'role with another grant': 'Unauthorized',
    'role with the grant': 'FAILED',
  },
  // Somebody answers for the report: the grant is seen by the refusal being about the report.
  reportOverdue: {
    'API user': 'Unauthorized',
    'role without any grant': REFUSED,
    'role with another grant': 'Unauthorized',
    'role with the grant': 'NotOverdue',
  },
  getReport: {
    'API user': 'RUNNING',
    'role without any grant': REFUSED,
    'role with another grant': 'Unauthorized',
    'role with the grant': 'Unauthorized',
  },
  deleteReport: {
    'API user': 'NotFinished',
    'role without any grant': REFUSED,
    'role with another grant': 'Unauthorized',
    'role with the grant': 'Unauthorized',
  },
};
