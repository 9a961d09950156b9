// What a bundler makes of the modules, once it is told to take `.wasm` for a file.
import { createSession } from 'hallpass/slim';
import jwt from 'hallpass/jwt.wasm';
import session from 'hallpass/session.wasm';

export const addresses: string[] = [session, jwt];
createSession({ wasm: session });
