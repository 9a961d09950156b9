import node from '@astrojs/node';
import react from '@astrojs/react';
import { defineConfig } from 'astro/config';

const server = { target: process.env.BACK_END ?? 'http://127.0.0.1:8080', changeOrigin: false };

export default defineConfig({
  output: 'server',
  adapter: node({ mode: 'standalone' }),
  integrations: [react()],
  security: {
    csp: {
      scriptDirective: { resources: ["'self'", "'wasm-unsafe-eval'"] },
      directives: ["default-src 'none'", "connect-src 'self'", "img-src data:", "require-trusted-types-for 'script'"],
    },
  },
  vite: { server: { proxy: { '/auth': server, '/api': server } } },
});
