/** What a session rejects and aborts with. */
export const fault = (code, detail, status, retryAfter) =>
  Object.assign(new Error(detail ?? ''), { name: 'SessionError', code, status, retryAfter });

/**
 * What a page tells its session. Once the session is gone, what the page still says is heard by nobody: the functions
 * that heard it are freed. `read` reads tokens, where the claims are one (`../browser/jwt/token.js`).
 */
export const sink = (publish, emit, listen, read) => ({
  publish: (snapshot) => publish?.(snapshot),
  emit: (event) => emit?.(Object.values(event)),
  /** What is traced. */
  tell: (entry) => listen?.(entry),
  error: fault,
  ...(read && {
    async validate(claims, answer) {
      if (typeof claims !== 'string') throw new Error('the claims are no token');
      const { value, wrong } = await read(claims, answer);
      if (wrong) throw new Error(wrong.message);
      return value;
    },
  }),
  forget() {
    publish = emit = listen = undefined;
  },
});
