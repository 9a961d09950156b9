// What came of a call, as plain values.
/** Addresses without what tells one call from another. */
export const plain = (url) => url.replace(/\/x\/[^/]+\//, '/x/-/');

const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** What a browser puts before its words: the function that was called, and sometimes the class of the error. */
const CALLER = /^(Failed to (execute '\w+' on|construct) '\w+': |(Window\.fetch|(Request|Headers) constructor|TypeError): )/;

/** A reason of the caller's own says all by being the same object. */
export const failure = (error, signal) =>
  signal?.aborted && error === signal.reason
    ? { isReason: true }
    : {
        name: error?.name,
        kind: Object.prototype.toString.call(error),
        message: plain(String(error?.message ?? JSON.stringify(error)).replace(CALLER, '')),
        typeError: error instanceof TypeError,
        code: error?.code,
      };

export const head = (response) => ({
  kind: Object.prototype.toString.call(response),
  response: response instanceof Response,
  status: response.status,
  statusText: response.statusText,
  ok: response.ok,
  type: response.type,
  url: plain(response.url),
  redirected: response.redirected,
  headers: Object.fromEntries(response.headers),
  body: response.body && Object.prototype.toString.call(response.body),
  used: response.bodyUsed,
});

/** Reads a stream to its end; `next` is called after each chunk. */
async function chunks(response, next) {
  if (!response.body) return null;
  const reader = response.body.getReader();
  const read = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return read;
    read.push(new TextDecoder().decode(value));
    await next?.(read.length);
  }
}

/** The ways to read a response. */
export const READ = {
  text: (response) => response.text(),
  json: (response) => response.json(),
  bytes: async (response) => hex(await response.arrayBuffer()),
  blob: async (response) => {
    const blob = await response.blob();
    return { type: blob.type, size: blob.size };
  },
  form: async (response) => [...(await response.formData())].map(([name, value]) => [name, String(value)]),
  stream: async (response) => (await chunks(response))?.join(''),
  /** The server sends the next chunk once it is told that this one has come. */
  progress: (response, go) => chunks(response, go),
  clone: async (response) => {
    const clone = response.clone();
    return Promise.all([clone.text(), response.text()]);
  },
  twice: async (response) => {
    await response.text();
    return response.text();
  },
  cancel: async (response) => {
    await response.body?.cancel('enough');
    return response.bodyUsed;
  },
};
