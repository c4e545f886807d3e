exports.handler = async (event) => {
  // A batch is a list; an element of a direct resolver is a whole context.
  if (Array.isArray(event)) return event.map(one);
  if (event?.info?.fieldName === 'directFailure') {
    throw Object.assign(new Error(event.arguments.message), { name: event.arguments.name });
  }
  if (event?.info) return { event };
  if (event?.sleepMs) console.log(`sleeping for ${event.sleepMs} ms`);
  if (event?.sleepMs) await new Promise((resolve) => setTimeout(resolve, event.sleepMs));
  if (event?.throws) throw new RangeError(event.throws);
  return { event };
};

function one(element, _index, all) {
  if (!element?.info) return element?.id === 'null' ? null : `${element?.id} of ${all.length}`;
  const { id } = element.source;
  if (id === 'bad') return { data: null, errorMessage: 'no such item', errorType: 'NotFound' };
  return { data: `direct ${id} of ${all.length}` };
}
