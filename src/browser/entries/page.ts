/** What an application written in Rust loads of the page, in one file. */
import { createPage as page } from '../page/page.js';
import { servers } from '../page/servers.js';
import type { Opened, Settings, Sink } from '../page/surface.js';

export * from '../page/bound.js';
export { fault, sink } from '../../session/sink.js';

export const createPage = (settings: Settings, sink: Sink): Opened => page(settings, sink, async () => ({ servers }));
