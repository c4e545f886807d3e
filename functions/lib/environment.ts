/** The value of an environment variable the stack sets; throws when the stack and the code disagree. */
export function requireEnv(name: string, env: NodeJS.ProcessEnv = process.env): string {
  const value = env[name];
  if (!value) throw new Error(`The environment variable ${name} is not set; the stack sets it.`);
  return value;
}

/** The role's credentials as Lambda gives them to the function. */
export function roleCredentials(env: NodeJS.ProcessEnv = process.env) {
  const sessionToken = env.AWS_SESSION_TOKEN;
  return {
    accessKeyId: requireEnv('AWS_ACCESS_KEY_ID', env),
    secretAccessKey: requireEnv('AWS_SECRET_ACCESS_KEY', env),
    ...(sessionToken ? { sessionToken } : {}),
  };
}
