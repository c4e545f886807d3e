let calls = 0;

/** Answers what the token asks for: `custom:<JSON>`. */
exports.handler = async (event) => {
  calls += 1;
  console.log(`asked for ${event.requestContext.operationName}`);
  const answer = event.authorizationToken.slice('custom:'.length);
  if (answer === 'throw') throw new Error('no');
  if (answer === 'text') return 'yes';
  const verdict = JSON.parse(answer);
  if (verdict.resolverContext?.event) {
    verdict.resolverContext = { event: JSON.stringify(event), calls: String(calls) };
  }
  return verdict;
};
