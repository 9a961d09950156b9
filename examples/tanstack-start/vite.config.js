import { tanstackStart } from '@tanstack/react-start/plugin/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const target = process.env.BACK_END ?? 'http://127.0.0.1:8080';

// The page and the back end share one origin, as in production. The back end compares `Origin` with `Host`, so `Host` stays as it is.
export default defineConfig({
  plugins: [tanstackStart(), react()],
  server: { proxy: { '/auth': { target, changeOrigin: false }, '/api': { target, changeOrigin: false } } },
});
