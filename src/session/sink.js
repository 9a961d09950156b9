const FIELDS = 'status activity reason claims subject expiresAt idleExpiresAt absoluteExpiresAt error'.split(' ');

/** What a session rejects and aborts with. */
export const fault = (code, detail, status, retryAfter) =>
  Object.assign(new Error(detail ?? ''), { name: 'SessionError', code, status, retryAfter });

/**
 * What a page tells its session. Once the session is gone, what the page still says is heard by nobody: the functions
 * that heard it are freed.
 */
export const sink = (publish, emit, listen) => ({
  publish: (...values) => publish?.(Object.fromEntries(FIELDS.map((field, i) => [field, values[i]]))),
  emit: (event) => emit?.(Object.values(event)),
  /** What is traced. */
  tell: (entry) => listen?.(entry),
  error: fault,
  forget() {
    publish = emit = listen = undefined;
  },
});
