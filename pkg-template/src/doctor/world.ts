import type { Answer, Browser } from './browser.js';
import { isHidden, type SetCookie } from './cookies.js';
import type { Wanted } from './arguments.js';
import type { Server } from './server.js';
import type { Found } from './row.js';

/** A limit that was looked at twice. All spans are in seconds. */
export interface Look {
  /** Where it stands in the answer. */
  readonly at: string;
  /** What was left at first, and by how much it had fallen the second time. */
  readonly first: number;
  readonly fell: number;
  /** How much time passed between the two looks, at least and at most. */
  readonly passed: readonly [number, number];
}

/** What the checks share, in the order in which they find it out. */
export interface World {
  readonly server: Server;
  readonly wanted: Wanted;
  /** The browser that is signed in, once it is. */
  page: Browser;
  /** The same browser as it was before the sign-in: what a thief who planted its cookies has. */
  before: Browser;
  /** The session endpoint before the sign-in. */
  anonymous?: Answer;
  /** The answer of the sign-in that succeeded. */
  signedIn?: Answer;
  /** The session endpoint right after it. */
  session?: Answer;
  /** Whether a refresh has worked. */
  refreshes?: boolean;
  limits?: Promise<Look[]>;
}

/** A question about a back end, by the name that its row has. */
export type Check = readonly [name: string, ask: (world: World) => Found | Promise<Found>];

/** Signs the browser in anew if its session is gone: what a check before has found must not count twice. */
export async function revive(world: World): Promise<void> {
  const { server, page, wanted } = world;
  if (server.standing(await server.session(page)) !== 'live') await server.login(page, wanted.login!);
}

/** The handle of the session that the browser has now. */
export const believed = async ({ server, page }: World): Promise<string | undefined> => server.handle(await server.session(page));

/** The cookies that carry the session: what no script can read, but for what proves where a request comes from. */
export function secrets({ page, server }: World): SetCookie[] {
  const { cookie, refreshCookie } = server.preset.csrf ?? {};
  return page.jar.all().filter((one) => isHidden(one) && one.name !== cookie && one.name !== refreshCookie);
}
