/** By this name a session hands out its sink, and its page once there is one, to `hallpass/devtools`. Another copy of the package has the same. */
export const TRACE: symbol = /* @__PURE__ */ Symbol.for('hallpass.trace');
