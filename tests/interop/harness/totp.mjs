// The second factor of every server that has one: a code of six digits (RFC 6238), from the secret of the RFC's own examples.
import { createHmac } from 'node:crypto';

export const SECRET = '12345678901234567890';

/** The code of a moment, by default of now. */
export function totp(at = Date.now()) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const digest = createHmac('sha1', SECRET).update(counter).digest();
  const code = digest.readUInt32BE(digest.at(-1) & 15) & 0x7fffffff;
  return String(code % 1_000_000).padStart(6, '0');
}
