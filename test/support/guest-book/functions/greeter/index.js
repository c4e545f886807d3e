exports.handler = async (event, context) => {
  const name = event.name ?? event.arguments.name;
  if (name === 'nobody') throw new RangeError('There is nobody to greet.');
  const from = event.from ?? `${event.info.parentTypeName}.${event.info.fieldName}`;
  const text = `${process.env.SALUTATION}, ${name}!`;
  if (event.from === 'the clock') console.log(text);
  return {
    text,
    calledBy: `${from} of ${context.functionName}`,
  };
};
