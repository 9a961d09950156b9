// Compiled by types.test.mjs; every @ts-expect-error is a promise.
import { createSession, type Claims, type Session } from 'hallpass';
import { hasRole, hasScope } from 'hallpass/claims';
import { jwt, type JwtAlgorithm } from 'hallpass/jwt';
import { z } from 'zod';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <_T extends true>(): void => {};

// The claims of a session have the type that the schema of the token gives them.
const schema = z.object({ sub: z.string(), realm_access: z.object({ roles: z.array(z.string()) }) });
const judged = createSession({ claims: jwt({ jwks: '/.well-known/jwks.json', issuer: 'https://id.example', audience: ['spa'], leeway: 30, algorithms: ['ES256'], schema }) });
is<Equal<typeof judged, Session<{ sub: string; realm_access: { roles: string[] } }>>>();
const snapshot = judged.getSnapshot();
if (snapshot.status === 'authenticated') snapshot.claims.realm_access.roles satisfies string[];

// Or the one that is named, or anything.
const typed = createSession({ claims: jwt<{ sub: string }>({ jwks: { keys: [{ kty: 'OKP' }] } }) });
is<Equal<typeof typed, Session<{ sub: string }>>>();
const plain = createSession({ claims: jwt() });
is<Equal<typeof plain, Session<Claims>>>();

// @ts-expect-error no page has the secret
jwt({ algorithms: ['HS256'] });
// @ts-expect-error nor is anything signed by none
'none' satisfies JwtAlgorithm;
// @ts-expect-error seconds
jwt({ leeway: '60' });

// Scopes and roles: of a snapshot, of claims, of nobody.
hasScope(snapshot, 'a b') satisfies boolean;
hasScope(snapshot.claims, ['a', 'b'], { claim: 'scp' }) satisfies boolean;
hasRole(snapshot, 'admin', { claim: 'realm_access.roles' }) satisfies boolean;
hasRole(undefined, 'admin', { claim: ['https://example.com/roles'] }) satisfies boolean;
// @ts-expect-error claims are an object
hasRole('admin', 'admin');
// @ts-expect-error one role
hasRole(snapshot, ['admin']);
