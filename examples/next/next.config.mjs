const backEnd = process.env.BACK_END ?? 'http://127.0.0.1:8080';

// The page and the back end on one origin: the session's cookie belongs to that.
export default {
  rewrites: async () => ['/auth', '/api'].map((prefix) => ({ source: `${prefix}/:path*`, destination: `${backEnd}${prefix}/:path*` })),
};
