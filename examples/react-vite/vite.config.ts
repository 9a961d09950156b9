import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const backEnd = process.env.BACK_END ?? 'http://127.0.0.1:8080';

// The page and the back end on one origin, as they are in production: the session's cookie belongs to that.
export default defineConfig({
  plugins: [react()],
  server: { proxy: { '/auth': backEnd, '/api': backEnd } },
});
