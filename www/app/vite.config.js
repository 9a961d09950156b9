import { defineConfig } from 'vite';

/** Where `npm run dev` finds the reference server. */
const server = process.env.HALLPASS_DEMO_SERVER ?? 'http://127.0.0.1:8080';

export default defineConfig({
  build: {
    // The page's CSP takes fonts from 'self', not from data: URLs.
    assetsInlineLimit: 0,
    // `use client` in hallpass/react speaks to server-side bundlers.
    rolldownOptions: { checks: { moduleLevelDirective: false } },
  },
  // The server compares the Origin with the Host it sees, so the Host stays the page's own.
  // Built, it is served as it is: nothing is forwarded, so that `cargo xtask demo --split` is two origins.
  preview: { proxy: {} },
  server: { proxy: { '/auth': { target: server, changeOrigin: false }, '/api': { target: server, changeOrigin: false } } },
});
