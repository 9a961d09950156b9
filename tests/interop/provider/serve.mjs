// The provider as a program: `node serve.mjs APP PORT SECRET_FILE`, for `cargo xtask demo --oidc`.
import { writeFileSync } from 'node:fs';
import { CLIENT, SCOPE, provide } from './provider.mjs';

const [app, port, secretFile] = process.argv.slice(2);
writeFileSync(secretFile, CLIENT.secret, { mode: 0o600 });
const { issuer } = await provide({ app, port: Number(port), accessSeconds: Number(process.env.ACCESS_SECONDS ?? 86_400) });
console.log(`listening on ${issuer} for ${SCOPE}`);
