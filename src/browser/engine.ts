/** What the facade of the npm package loads of the page. */
import { isBeyond } from './page/beyond.js';
import { late } from './page/late.js';
import { createPage as page } from './page/page.js';
import type { Opened, Settings, Sink } from './page/surface.js';

export { isLeft, leave } from './page/leave.js';
export { late } from './page/late.js';
export { any } from './page/signals.js';
export { painting } from './page/painting.js';
export { safeReturnTo } from './page/return-to.js';

const load = /* @__PURE__ */ late(() => import('./page/servers.js'));

export const createPage = (settings: Settings, sink: Sink): Opened =>
  page(settings, sink, isBeyond(settings.preset) ? load : undefined);
