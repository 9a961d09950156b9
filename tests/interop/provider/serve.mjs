// The provider as a program: `node serve.mjs SERVER PORT SECRET_FILE [PAGE]`, for `cargo xtask demo --oidc`.
import { writeFileSync } from 'node:fs';
import { CLIENT, SCOPE, provide } from './provider.mjs';

const [app, port, secretFile, page] = process.argv.slice(2);
writeFileSync(secretFile, CLIENT.secret, { mode: 0o600 });
const { issuer } = await provide({ app, page, port: Number(port), accessSeconds: Number(process.env.ACCESS_SECONDS ?? 86_400) });
console.log(`listening on ${issuer} for ${SCOPE}`);
