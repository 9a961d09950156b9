// The same from CommonJS, where Node can `require` a module (20.19, 22.12 and later).
const assert = require('node:assert/strict');

const { createSession, SessionError, isSessionError } = require('hallpass');
const { createTestSession } = require('hallpass/testing');
assert.ok(isSessionError(new SessionError('network')));
assert.equal(createSession().getSnapshot().status, 'loading');
assert.equal(createTestSession({ status: 'unauthenticated' }).getSnapshot().reason, 'none');
