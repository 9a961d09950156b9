// How two observations differ: one line for each value, by its path.
const isObject = (value) => typeof value === 'object' && value !== null;

export function differ(native, session, path = '') {
  if (!isObject(native) || !isObject(session)) return Object.is(native, session) ? [] : [`${path}: fetch ${JSON.stringify(native)}, session.fetch ${JSON.stringify(session)}`];
  const names = new Set([...Object.keys(native), ...Object.keys(session)]);
  return [...names].flatMap((name) => differ(native[name], session[name], path ? `${path}.${name}` : name));
}
