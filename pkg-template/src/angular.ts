export { sessionGuard, type SessionGuardOptions } from './angular-guard.js';
export { sessionInterceptor } from './angular-http.js';
export { injectSession, provideSession, type AngularSession, type InitialSnapshot } from './angular-session.js';
