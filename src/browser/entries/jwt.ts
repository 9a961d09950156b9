/** What it loads beside, if its claims come in a signed token. */
export { verifier } from '../jwt/keys.js';
export { reader } from '../jwt/token.js';
