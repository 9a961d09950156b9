/** What it loads beside, if it asks for a trace. */
export { trace } from '../page/trace.js';
