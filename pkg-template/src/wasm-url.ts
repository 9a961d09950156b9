/** Where a bundler puts the engine's module; hand it to `createSession` of `hallpass/slim`. */
export const wasmUrl: URL = /* @__PURE__ */ new URL('./session.wasm', import.meta.url);
export default wasmUrl;
