import type { ContextKeys } from '../aws/iam/types.ts';

/** What calls that Athena makes for its caller tell of themselves. */
// documented: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-calledvia (athena.amazonaws.com)
export const VIA_ATHENA: ContextKeys = {
  'aws:CalledVia': ['athena.amazonaws.com'],
  'aws:CalledViaFirst': 'athena.amazonaws.com',
  'aws:CalledViaLast': 'athena.amazonaws.com',
  'aws:ViaAWSService': 'true',
  // documented: https://docs.aws.amazon.com/athena/latest/ug/s3-permissions.html (Athena's own address, which is not told)
  'aws:SourceIp': undefined,
};
