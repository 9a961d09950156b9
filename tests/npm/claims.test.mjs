// Scopes and roles, wherever a back end puts them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import './setup.mjs';

const { hasRole, hasScope } = await import('hallpass/claims');
const { createTestSession } = await import('hallpass/testing');

test('all of the scopes, in a text or in a list', () => {
  for (const scope of ['read write', ' read  write ', ['read', 'write']]) {
    const claims = { scope };
    for (const wanted of ['read', 'write read', ['read', 'write']]) assert.equal(hasScope(claims, wanted), true, `${scope}: ${wanted}`);
    for (const wanted of ['rea', 'read admin', 'READ', 'read,write', '', ' ', [], ['read write'], ['']]) assert.equal(hasScope(claims, wanted), false, `${scope}: ${wanted}`);
  }
});

test('a role, as one or in a list; its name may have spaces', () => {
  assert.equal(hasRole({ roles: ['admin', 'site admin'] }, 'site admin'), true);
  assert.equal(hasRole({ roles: 'site admin' }, 'site admin'), true);
  for (const roles of ['site admin', ['site admin'], [['admin']], { admin: true }, true, 7, null, undefined])
    assert.equal(hasRole({ roles }, 'admin'), false, JSON.stringify(roles));
  assert.equal(hasRole({ roles: ['', 'a'] }, ''), false);
});

test('the claim is named, by a path or by a name with dots', () => {
  const claims = { scp: ['read'], realm_access: { roles: ['admin'] }, 'https://a.example/roles': ['owner'], 'a.b': 'x', a: { b: 'y' } };
  assert.equal(hasScope(claims, 'read', { claim: 'scp' }), true);
  assert.equal(hasRole(claims, 'admin', { claim: 'realm_access.roles' }), true);
  assert.equal(hasRole(claims, 'admin', { claim: ['realm_access', 'roles'] }), true);
  assert.equal(hasRole(claims, 'owner', { claim: 'https://a.example/roles' }), true);
  assert.equal(hasRole(claims, 'owner', { claim: ['https://a.example/roles'] }), true);
  assert.equal(hasRole(claims, 'x', { claim: 'a.b' }), true);
  assert.equal(hasRole(claims, 'y', { claim: ['a', 'b'] }), true);
  assert.equal(hasRole(claims, 'admin', { claim: 'realm_access.roles.length' }), false);
  assert.equal(hasRole(claims, 'admin', { claim: 'nobody.has.this' }), false);
});

test('what an object inherits is no claim', () => {
  for (const claim of ['constructor.name', '__proto__', 'toString', 'constructor'])
    for (const role of ['Object', 'toString', 'admin']) assert.equal(hasRole({}, role, { claim }), false);
  assert.equal(hasRole(JSON.parse('{"__proto__":{"roles":["admin"]}}'), 'admin'), false);
});

test('of a snapshot its claims; whoever is not signed in has none', () => {
  const session = createTestSession();
  const has = () => [hasScope(session.getSnapshot(), 'read'), hasRole(session.getSnapshot(), 'admin')];
  assert.deepEqual(has(), [false, false]);
  session.set({ status: 'authenticated', claims: { scope: 'read', roles: ['admin'] } });
  assert.deepEqual(has(), [true, true]);
  session.set({ status: 'authenticated', claims: { scope: '', roles: [] } });
  assert.deepEqual(has(), [false, false]);
  session.set({ status: 'unauthenticated' });
  assert.deepEqual(has(), [false, false]);
  for (const nobody of [null, undefined, 'admin', 7, []]) assert.equal(hasRole(nobody, 'admin'), false);
});

test('claims may have a status and an activity of their own', () => {
  assert.equal(hasRole({ status: 'member', roles: ['admin'] }, 'admin'), true);
  assert.equal(hasRole({ status: 'active', activity: 'running', roles: ['admin'] }, 'admin'), true);
});
