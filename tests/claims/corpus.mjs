// Writes corpus.json: tokens good and bad, by keys made for the occasion and thrown away. `node tests/claims/corpus.mjs`
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { writeFileSync } from 'node:fs';

const NOW = 1_800_000_000;
const ISSUER = 'https://id.example';

const pair = (type, options) => {
  const { privateKey, publicKey } = generateKeyPairSync(type, options);
  return { privateKey, publicKey, jwk: publicKey.export({ format: 'jwk' }) };
};
const ec = pair('ec', { namedCurve: 'P-256' });
const ed = pair('ed25519');
const rsa = pair('rsa', { modulusLength: 2048 });
const weak = pair('rsa', { modulusLength: 1024 });
const thief = pair('ec', { namedCurve: 'P-256' });
const p384 = pair('ec', { namedCurve: 'P-384' });

const named = (key, kid, more) => ({ ...key.jwk, kid, ...more });
const sets = {
  all: [
    // Of a kind that nobody knows, and a secret: to be passed over.
    { kty: 'AKP', kid: 'new', alg: 'ML-DSA-44', pub: 'AA' },
    { kty: 'oct', kid: 'secret', k: 'c2VjcmV0' },
    named(ec, 'ec', { use: 'sig', alg: 'ES256' }),
    named(ed, 'ed', { use: 'sig' }),
    named(rsa, 'rsa', { alg: 'RS256', key_ops: ['verify'] }),
  ],
  one: [named(ec, 'ec')],
  twins: [named(ec, 'ec'), named(thief, 'ec')],
  unnamed: [named(ec), named(thief)],
  encryption: [named(ec, 'ec', { use: 'enc' })],
  signing: [named(ec, 'ec', { key_ops: ['sign'] })],
  other: [named(rsa, 'rsa', { alg: 'RS512' })],
  weak: [named(weak, 'rsa')],
  private: [{ ...ec.privateKey.export({ format: 'jwk' }), kid: 'ec' }],
  curve: [named(p384, 'ec')],
  broken: [{ ...named(ec, 'ec'), y: ec.jwk.x }],
};

const b64 = (bytes) => Buffer.from(bytes).toString('base64url');
const text = (part) => (typeof part === 'string' || Buffer.isBuffer(part) ? part : JSON.stringify(part));
const SIGNERS = {
  ES256: (data, key) => sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' }),
  EdDSA: (data, key) => sign(null, data, key),
  RS256: (data, key) => sign('sha256', data, key),
};
/** A token: header and claims as values, or as the text that is to stand there. */
function jws(header, claims, { by = ec.privateKey, how = header.alg } = {}) {
  const data = `${b64(text(header))}.${b64(text(claims))}`;
  return `${data}.${b64((SIGNERS[how] ?? SIGNERS.ES256)(Buffer.from(data), by))}`;
}
const HEADER = { alg: 'ES256', kid: 'ec' };
const CLAIMS = { iss: ISSUER, aud: 'spa', sub: 'ada', exp: NOW + 300, iat: NOW };
const POLICY = { issuer: ISSUER, audience: 'spa' };
const good = jws(HEADER, CLAIMS);
const [head, body, signature] = good.split('.');
const with_ = (more) => ({ ...CLAIMS, ...more });
/** The claims as text, with this put in before the last brace. */
const spelled = (more) => JSON.stringify(CLAIMS).slice(0, -1) + more + '}';

const rows = [];
/** A row; `keys` names a set, null for none. */
const row = (name, token, more = {}) => rows.push({ name, token, policy: POLICY, now: NOW, keys: 'all', ...more });
/** Believed, with these claims. */
const yes = (name, token, claims = CLAIMS, more) => row(name, token, { claims, ...more });
/** Refused, for this part of it: before a key is asked for, or (`at`) by `choose`, or by the browser (`verify`). */
const no = (name, token, refused, more) => row(name, token, { refused, at: 'judge', ...more });

yes('ES256', good);
yes('EdDSA', jws({ alg: 'EdDSA', kid: 'ed' }, CLAIMS, { by: ed.privateKey }));
yes('RS256', jws({ alg: 'RS256', kid: 'rsa' }, CLAIMS, { by: rsa.privateKey }));
yes('no kid, and one key for its algorithm', jws({ alg: 'ES256' }, CLAIMS));
yes('claims of all kinds, and of all tongues', jws(HEADER, with_({ name: 'Åda 🔑', n: 1.5, list: [1, { a: null }], realm_access: { roles: ['admin'] }, __proto__x: 1 })), with_({ name: 'Åda 🔑', n: 1.5, list: [1, { a: null }], realm_access: { roles: ['admin'] }, __proto__x: 1 }));
yes('several audiences', jws(HEADER, with_({ aud: ['api', 'spa'] })), with_({ aud: ['api', 'spa'] }));
yes('one of several issuers', good, CLAIMS, { policy: { issuer: ['https://old.example', ISSUER], audience: ['spa', 'app'] } });
yes('a type, however it is written', jws({ ...HEADER, typ: 'application/AT+jwt' }, CLAIMS), CLAIMS, { policy: { ...POLICY, type: 'at+jwt' } });
yes('the address of a key, which nobody visits', jws({ ...HEADER, jku: 'https://evil.example/jwks', x5u: 'https://evil.example/x' }, CLAIMS));
yes('a key that it brings along, which nobody looks at', jws({ ...HEADER, jwk: thief.jwk }, CLAIMS));
yes('expired, within the leeway', jws(HEADER, with_({ exp: NOW - 59 })), with_({ exp: NOW - 59 }));
yes('of the near future, within the leeway', jws(HEADER, with_({ iat: NOW + 60, nbf: NOW + 60 })), with_({ iat: NOW + 60, nbf: NOW + 60 }));
yes('a fraction of a second', jws(HEADER, with_({ exp: NOW + 9.5 })), with_({ exp: NOW + 9.5 }));
yes('good since ever', jws(HEADER, with_({ nbf: -8334601228800 })), with_({ nbf: -8334601228800 }));
yes('of no expiry, where none is wanted', jws(HEADER, with_({ exp: undefined })), { ...with_({ exp: undefined }), exp: undefined }, { policy: { ...POLICY, required: [] } });
yes('not verified: a secret of the server’s own', `${b64('{"alg":"HS256"}')}.${body}.${b64(createHmac('sha256', 'secret').update('x').digest())}`, CLAIMS, { keys: null });
yes('not verified: a key that nobody has', jws({ alg: 'ES256', kid: 'gone' }, CLAIMS), CLAIMS, { keys: null });

for (const alg of ['none', 'None', 'NONE', 'nOnE']) {
  no(`alg ${alg}`, `${b64(JSON.stringify({ alg }))}.${body}.`, 'alg');
  no(`alg ${alg}, not verified`, `${b64(JSON.stringify({ alg }))}.${body}.`, 'alg', { keys: null });
  no(`alg ${alg}, over a real signature`, `${b64(JSON.stringify({ alg, kid: 'ec' }))}.${body}.${signature}`, 'alg');
}
for (const alg of ['es256', 'Es256', ' ES256', 'ES256 ', 'ES256K', 'ES384', 'RS512', 'PS256', 'A128GCM', ''])
  no(`alg ${JSON.stringify(alg)}`, jws({ ...HEADER, alg }, CLAIMS), 'alg');
no('an algorithm that is not among the allowed', good, 'alg', { policy: { ...POLICY, algorithms: ['EdDSA', 'RS256'] } });
no('an algorithm that is not among the allowed, not verified', good, 'alg', { policy: { ...POLICY, algorithms: ['EdDSA'] }, keys: null });
for (const [name, secret] of [
  ['PEM', rsa.publicKey.export({ type: 'spki', format: 'pem' })],
  ['DER', rsa.publicKey.export({ type: 'spki', format: 'der' })],
  ['JWK', JSON.stringify(rsa.jwk)],
]) {
  const data = `${b64('{"alg":"HS256","kid":"rsa"}')}.${body}`;
  no(`HS256 with the public key as its secret, as ${name}`, `${data}.${b64(createHmac('sha256', secret).update(data).digest())}`, 'alg');
}
no('no alg', jws({ kid: 'ec' }, CLAIMS), 'header');
no('alg is a number', jws({ ...HEADER, alg: 256 }, CLAIMS), 'header');
no('alg is a list', jws({ ...HEADER, alg: ['ES256'] }, CLAIMS), 'header');

no('the key of another algorithm', jws({ alg: 'ES256', kid: 'rsa' }, CLAIMS), 'kid', { at: 'choose' });
no('RS256 said of a signature by ES256', jws({ alg: 'RS256', kid: 'ec' }, CLAIMS, { how: 'ES256' }), 'kid', { at: 'choose' });
no('a secret of the set', jws({ alg: 'ES256', kid: 'secret' }, CLAIMS), 'kid', { at: 'choose' });
no('a kid that nobody knows', jws({ alg: 'ES256', kid: 'gone' }, CLAIMS), 'kid', { at: 'choose' });
no('a kid of another case', jws({ alg: 'ES256', kid: 'EC' }, CLAIMS), 'kid', { at: 'choose' });
no('a kid that is a number', jws({ alg: 'ES256', kid: 1 }, CLAIMS), 'header');
no('a kid that is a path', jws({ alg: 'ES256', kid: '../../etc/passwd' }, CLAIMS), 'kid', { at: 'choose' });
for (const keys of ['twins', 'encryption', 'signing', 'private', 'curve']) no(`keys: ${keys}`, good, 'kid', { keys, at: 'choose' });
no('keys: unnamed, and the token names none', jws({ alg: 'ES256' }, CLAIMS), 'kid', { keys: 'unnamed', at: 'choose' });
for (const keys of ['other', 'weak'])
  no(`keys: ${keys}`, jws({ alg: 'RS256', kid: 'rsa' }, CLAIMS, { by: keys === 'weak' ? weak.privateKey : rsa.privateKey }), 'kid', { keys, at: 'choose' });
no('keys: broken', good, 'jwks', { keys: 'broken', at: 'verify' });

const flipped = Buffer.from(signature, 'base64url');
flipped[10] ^= 1;
no('a bit of the signature', `${head}.${body}.${b64(flipped)}`, 'signature', { at: 'verify' });
no('other claims than were signed', `${head}.${b64(text(with_({ sub: 'root' })))}.${signature}`, 'signature', { at: 'verify' });
no('another header than was signed', `${b64(text({ ...HEADER, typ: 'JWT' }))}.${body}.${signature}`, 'signature', { at: 'verify' });
no('no signature', `${head}.${body}.`, 'signature', { at: 'verify' });
no('half a signature', `${head}.${body}.${b64(flipped.subarray(0, 32))}`, 'signature', { at: 'verify' });
no('a signature of zeros', `${head}.${body}.${b64(Buffer.alloc(64))}`, 'signature', { at: 'verify' });
no('a signature in DER', `${head}.${body}.${b64(sign('sha256', Buffer.from(`${head}.${body}`), ec.privateKey))}`, 'signature', { at: 'verify' });
no('by a key of a thief', jws(HEADER, CLAIMS, { by: thief.privateKey }), 'signature', { at: 'verify' });
no('by a key of a thief that it brings along', jws({ ...HEADER, jwk: thief.jwk }, CLAIMS, { by: thief.privateKey }), 'signature', { at: 'verify' });
no('by a key of a thief that it brings along, unnamed', jws({ alg: 'ES256', jwk: thief.jwk, jku: 'https://evil.example/jwks' }, CLAIMS, { by: thief.privateKey }), 'signature', { keys: 'one', at: 'verify' });
no('EdDSA by a thief', jws({ alg: 'EdDSA', kid: 'ed' }, CLAIMS, { by: pair('ed25519').privateKey }), 'signature', { at: 'verify' });
no('RS256 by a thief', jws({ alg: 'RS256', kid: 'rsa' }, CLAIMS, { by: pair('rsa', { modulusLength: 2048 }).privateKey }), 'signature', { at: 'verify' });

no('nothing', '', 'token');
no('dots', '..', 'header');
no('cut off: two parts', `${head}.${body}`, 'token');
no('cut off: one part', head, 'token');
no('cut off within the claims', good.slice(0, head.length + 40), 'token');
no('cut off within the signature, to a length that no bytes have', good.slice(0, -1), 'token');
no('four parts', `${good}.`, 'token');
no('encrypted: five parts', `${b64('{"alg":"dir","enc":"A128GCM"}')}..AAAA.AAAA.AAAA`, 'token');
no('too long', `${head}.${b64(text(with_({ long: 'x'.repeat(65_536) })))}.${signature}`, 'token');
no('as JSON', JSON.stringify({ payload: body, signatures: [{ protected: head, signature }] }), 'token');
no('as flattened JSON', JSON.stringify({ payload: body, protected: head, signature }), 'token');
const stray = (part) => part.slice(0, -1) + 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'[('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.indexOf(part.at(-1)) | 1)];
no('stray bits in the signature', `${head}.${body}.${stray(signature)}`, 'token');
const odd = [HEADER, { ...HEADER, a: 1 }, { ...HEADER, a: 10 }].map((header) => b64(text(header))).find((part) => part.length % 4);
no('stray bits in the header', `${stray(odd)}.${body}.${signature}`, 'token');
no('padded', `${head}.${body}.${signature}==`, 'token');
no('the other alphabet', `${head}.${body}.${signature.slice(0, -4)}+/+/`, 'token');
for (const [name, space] of [['a space', ' '], ['a line break', '\n'], ['a tab', '\t'], ['no letter', '\u00e9'], ['a zero', '\0']]) {
  no(`${name} before it`, space + good, 'token');
  no(`${name} after it`, good + space, 'token');
  no(`${name} within`, `${head}.${body.slice(0, 8)}${space}${body.slice(8)}.${signature}`, 'token');
}

no('crit', jws({ ...HEADER, crit: ['exp'], exp: NOW + 9 }, CLAIMS), 'crit');
no('crit of nothing', jws({ ...HEADER, crit: [] }, CLAIMS), 'crit');
no('crit of null', jws({ ...HEADER, crit: null }, CLAIMS), 'crit');
no('claims that are not encoded', jws({ ...HEADER, b64: false, crit: ['b64'] }, CLAIMS), 'crit');
no('claims that are not encoded, it says', jws({ ...HEADER, b64: false }, CLAIMS), 'b64');
no('a token within', jws({ ...HEADER, cty: 'JWT' }, CLAIMS), 'cty');
no('another type', jws({ ...HEADER, typ: 'JWT' }, CLAIMS), 'typ', { policy: { ...POLICY, type: 'at+jwt' } });
no('no type', good, 'typ', { policy: { ...POLICY, type: 'at+jwt' } });

for (const [name, header] of [
  ['alg', '{"alg":"ES256","kid":"ec","alg":"none"}'],
  ['kid', '{"alg":"ES256","kid":"ec","kid":"ed"}'],
  ['a stranger', '{"alg":"ES256","kid":"ec","a":1,"a":2}'],
  ['alg, in another spelling', '{"alg":"ES256","kid":"ec","\\u0061lg":"none"}'],
]) no(`twice in the header: ${name}`, jws(header, CLAIMS), 'header');
for (const [name, more] of [
  ['sub', ',"sub":"root"'], ['exp', ',"exp":9999999999'], ['iss', ',"iss":"https://evil.example"'], ['aud', ',"aud":"api"'],
  ['within', ',"realm_access":{"roles":[],"roles":["admin"]}'], ['deep within', ',"a":[{"b":{"c":1,"c":2}}]'], ['in another spelling', ',"s\\u0075b":"root"'],
]) no(`twice in the claims: ${name}`, jws(HEADER, spelled(more)), 'claims');

for (const [name, header] of [['a list', '[]'], ['a text', '"alg"'], ['null', 'null'], ['empty', '{}'], ['no JSON', '{"alg":"ES256"'], ['more than JSON', '{"alg":"ES256"}{}'], ['not UTF-8', Buffer.from('{"alg":"ES256","kid":"\xff"}', 'latin1')]])
  no(`the header is ${name}`, jws(header, CLAIMS), 'header');
for (const [name, claims] of [
  ['a list', '[]'], ['a text', '"ada"'], ['null', 'null'], ['nothing', ''], ['no JSON', '{"sub":'], ['more than JSON', `${text(CLAIMS)}x`], ['after a byte order mark', `\ufeff${text(CLAIMS)}`],
  ['not UTF-8', Buffer.from(spelled(',"a":"\xff"'), 'latin1')], ['half a surrogate pair', spelled(',"a":"\\ud800"')], ['a number beyond all', spelled(',"a":1e999')], ['no number', spelled(',"a":NaN')],
  ['deep', spelled(`,"a":${'['.repeat(200)}${']'.repeat(200)}`)],
]) no(`the claims are ${name}`, jws(HEADER, claims), 'claims');

no('expired', jws(HEADER, with_({ exp: NOW - 3600 })), 'exp');
no('expired, by the whole leeway', jws(HEADER, with_({ exp: NOW - 60 })), 'exp');
no('expired this very second', jws(HEADER, with_({ exp: NOW })), 'exp', { policy: { ...POLICY, leeway: 0 } });
no('of no expiry', jws(HEADER, with_({ exp: undefined })), 'exp');
for (const exp of [String(NOW + 300), null, true, [NOW + 300], { at: NOW + 300 }, 1e20, -1e20])
  no(`exp is ${JSON.stringify(exp)}`, jws(HEADER, with_({ exp })), 'claims');
no('not good yet', jws(HEADER, with_({ nbf: NOW + 61 })), 'nbf');
no('not issued yet', jws(HEADER, with_({ iat: NOW + 61 })), 'iat');
no('another issuer', jws(HEADER, with_({ iss: 'https://evil.example' })), 'iss');
no('nearly the issuer', jws(HEADER, with_({ iss: `${ISSUER}/` })), 'iss');
no('no issuer', jws(HEADER, with_({ iss: undefined })), 'iss');
no('an issuer that is a number', jws(HEADER, with_({ iss: 7 })), 'iss');
no('another audience', jws(HEADER, with_({ aud: 'api' })), 'aud');
no('other audiences', jws(HEADER, with_({ aud: ['api', 'spa2'] })), 'aud');
no('no audience', jws(HEADER, with_({ aud: undefined })), 'aud');
no('an audience of nobody', jws(HEADER, with_({ aud: [] })), 'aud');
no('a claim that is wanted', good, 'tenant', { policy: { ...POLICY, required: ['exp', 'tenant'] } });

writeFileSync(new URL('corpus.json', import.meta.url), `${JSON.stringify({ sets: Object.fromEntries(Object.entries(sets).map(([name, keys]) => [name, { keys }])), rows }, null, 1)}\n`);
console.log(`${rows.length} tokens`);
