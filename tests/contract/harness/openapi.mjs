// The contract as a judge: whether an answer is one that docs/contract/openapi.yaml has, status, headers, cookies and body.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { parse } from 'yaml';

export const FILE = fileURLToPath(new URL('../../../docs/contract/openapi.yaml', import.meta.url));
export const document = parse(readFileSync(FILE, 'utf8'));

const ajv = formats(new Ajv({ strict: false, allErrors: true }).addSchema(document, 'openapi'));

const resolve = (pointer) => pointer.slice(2).split('/').reduce((node, name) => node[name.replaceAll('~1', '/')], document);
const followed = (node) => (node.$ref ? resolve(node.$ref) : node);

/** What a schema of the document has against a value. The schema is compiled where it stands, so that its references lead somewhere. */
export function complaints(schema, value) {
  const anchored = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"openapi#/'));
  const validate = ajv.compile(anchored);
  return validate(value) ? [] : validate.errors.map(({ instancePath, message, params }) => `${instancePath || 'the body'} ${message} ${JSON.stringify(params)}`);
}

/** Every operation as `[method, path, operation]`. */
export const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => [method.toUpperCase(), path, operation]),
);

/** What is wrong with an answer, as sentences; an empty list is a right answer. */
export function judge({ method, path, status, headers, text }) {
  const [, , operation] = operations.find(([verb, route]) => verb === method && route === path) ?? [];
  if (!operation) return [`${method} ${path} is not in the contract`];
  const found = operation.responses[status];
  if (!found) return [`${method} ${path} answered ${status}, which the contract does not have`];
  const response = followed(found);
  const wrong = [];
  for (const [name, given] of Object.entries(response.headers ?? {})) {
    const { required, schema } = followed(given);
    const values = name === 'Set-Cookie' ? headers.getSetCookie() : [headers.get(name)].filter((value) => value !== null);
    if (required && !values.length) wrong.push(`${name} is missing`);
    for (const value of values) wrong.push(...complaints(schema, value).map((why) => `${name}: ${value}: ${why}`));
  }
  const type = headers.get('content-type')?.split(';')[0].trim();
  // A form that is shown again is bound to its browser by a cookie.
  if (headers.getSetCookie().length && !response.headers?.['Set-Cookie'] && type !== 'text/html') wrong.push(`a ${status} sets a cookie`);
  const content = response.content?.[type];
  if (response.content && !content) wrong.push(`the body is ${type}`);
  if (content && type === 'application/json') wrong.push(...complaints(content.schema, JSON.parse(text)));
  return wrong;
}
