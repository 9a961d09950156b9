const backEnd = process.env.BACK_END ?? 'http://127.0.0.1:8080';

// The page and the back end share one origin. Rewrites replace `Host`: start the server with `--app-origin http://localhost:3000`.
export default {
  rewrites: async () => ['/auth', '/api'].map((prefix) => ({ source: `${prefix}/:path*`, destination: `${backEnd}${prefix}/:path*` })),
};
