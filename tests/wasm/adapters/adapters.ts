/** The adapters one by one, in one file: the server of the test runner is at a loss with many at once. */
export * from '../../../src/browser/page/channel.js';
export * from '../../../src/browser/page/endpoint.js';
export * from '../../../src/browser/page/json.js';
export * from '../../../src/browser/page/latest.js';
export * from '../../../src/browser/page/lifecycle.js';
export * from '../../../src/browser/page/locks.js';
export * from '../../../src/browser/page/requests.js';
export * from '../../../src/browser/page/tombstone.js';
