exports.handler = async (event, context) => {
  const name = event.name ?? event.arguments.name;
  if (name === 'nobody') throw new RangeError('There is nobody to greet.');
  const from = event.from ?? `${event.info.parentTypeName}.${event.info.fieldName}`;
  return {
    text: `${process.env.SALUTATION}, ${name}!`,
    calledBy: `${from} of ${context.functionName}`,
  };
};
