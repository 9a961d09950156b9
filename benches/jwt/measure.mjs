// WebCrypto, or jwt-compact's own algorithms: bytes and time. `node benches/jwt/measure.mjs`, after `cargo xtask build`.
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, sign, webcrypto } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { verifier } from '../../pkg/jwt/keys.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const wasmOpt = join(here, '../../pkg-template/node_modules/.bin/wasm-opt');
const target = join(here, '../../target/bench-jwt');
// The same switches as for the modules of the package: xtask/src/build/wasm.rs.
const RUST = {
  RUSTC_BOOTSTRAP: '1',
  CARGO_TARGET_DIR: target,
  RUSTFLAGS: '-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none',
};
const PASSES = ['-Oz', '--flatten', '--rereloop', '-Oz', '-Oz', '--converge', '--low-memory-unused'];
const FEATURES = ['bulk-memory', 'bulk-memory-opt', 'nontrapping-float-to-int', 'sign-ext', 'mutable-globals', 'reference-types', 'multivalue'];

/** Builds the module with these algorithms; its bytes. */
function build(features, profile = 'release') {
  execFileSync(
    'cargo',
    [
      'build', '--quiet', '--profile', profile, '--features', features.join(), '--target', 'wasm32-unknown-unknown',
      '-Zbuild-std=core,alloc,panic_abort', '-Zbuild-std-features=optimize_for_size', '-Zpanic-immediate-abort',
      '--config', `profile.${profile}.panic="immediate-abort"`,
    ],
    { cwd: here, env: { ...process.env, ...RUST }, stdio: 'inherit' },
  );
  const from = join(target, 'wasm32-unknown-unknown', profile, 'hallpass_bench_jwt.wasm');
  const to = join(target, `${profile}-${features.join('-') || 'none'}.wasm`);
  mkdirSync(target, { recursive: true });
  const passes = profile === 'fast' ? ['-O3'] : PASSES;
  execFileSync(wasmOpt, [...passes, ...FEATURES.map((name) => `--enable-${name}`), '--strip-debug', '--strip-producers', '--strip-target-features', from, '-o', to]);
  return readFileSync(to);
}

const pairs = {
  ES256: [generateKeyPairSync('ec', { namedCurve: 'P-256' }), (data, key) => sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' })],
  EdDSA: [generateKeyPairSync('ed25519'), (data, key) => sign(null, data, key)],
  RS256: [generateKeyPairSync('rsa', { modulusLength: 2048 }), (data, key) => sign('sha256', data, key)],
};
const claims = { iss: 'https://id.example', aud: 'spa', sub: 'ada', name: 'Ada', email: 'ada@example.org', roles: ['admin', 'user'], iat: 1, exp: 4e9 };
const tokens = Object.fromEntries(
  Object.entries(pairs).map(([alg, [{ privateKey, publicKey }, by]]) => {
    const data = [{ alg, kid: alg }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    return [alg, { token: `${data}.${by(Buffer.from(data), privateKey).toString('base64url')}`, key: publicKey.export({ format: 'jwk' }) }];
  }),
);

/** The median over rounds of what one call lasts, in microseconds. */
async function time(act, rounds = 15, calls = 60) {
  const spans = [];
  for (let round = 0; round < rounds + 3; round++) {
    const start = performance.now();
    for (let i = 0; i < calls; i++) await act();
    // The first rounds warm up.
    if (round > 2) spans.push(((performance.now() - start) / calls) * 1000);
  }
  return spans.sort((a, b) => a - b)[rounds >> 1];
}

async function inWasm(bytes) {
  const { instance: { exports } } = await WebAssembly.instantiate(bytes);
  return ({ token, key }) => {
    const text = new TextEncoder().encode(`${token}\n${JSON.stringify(key)}`);
    const place = exports.reserve(text.length);
    new Uint8Array(exports.memory.buffer, place, text.length).set(text);
    return exports.verify(place, text.length);
  };
}

const kilo = (bytes) => (bytes / 1000).toFixed(1);
const none = brotliCompressSync(build([])).length;
console.log(`decoding alone: ${kilo(none)} kB (brotli)\n`);
console.log('| | bytes more, brotli | verifies, small | verifies, fast | by WebCrypto |\n|---|--:|--:|--:|--:|');
globalThis.crypto ??= webcrypto;
for (const [alg, { token, key }] of Object.entries(tokens)) {
  const feature = alg.toLowerCase();
  const small = build([feature]);
  const [verify, fast] = [await inWasm(small), await inWasm(build([feature], 'fast'))];
  const spoiled = { token: token.replace(/.{8}$/, 'AAAAAAAA'), key };
  for (const act of [verify, fast]) if (!act({ token, key }) || act(spoiled)) throw new Error(`${alg}: not verified`);
  const check = verifier({ keys: [key] }, () => ({ algorithm: alg, at: 0 }), (code) => new Error(code));
  if (await check(token) || !(await check(spoiled.token))) throw new Error(`${alg}: not verified by WebCrypto`);
  const spans = [await time(() => verify({ token, key })), await time(() => fast({ token, key })), await time(() => check(token))];
  console.log(`| ${alg} | ${kilo(brotliCompressSync(small).length - none)} kB | ${spans.map((span) => `${(span / 1000).toFixed(2)} ms`).join(' | ')} |`);
}
console.log(`| all three | ${kilo(brotliCompressSync(build(['es256', 'eddsa', 'rs256'])).length - none)} kB | | | ${kilo(brotliCompressSync(readFileSync(join(here, '../../pkg/jwt/keys.js'))).length)} kB of JavaScript, keys and all |`);
