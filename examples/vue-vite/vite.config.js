import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

const backEnd = process.env.BACK_END ?? 'http://127.0.0.1:8080';

// The page and the back end on one origin, as they are in production: the session's cookie belongs to that.
export default defineConfig({
  plugins: [vue()],
  server: { proxy: { '/auth': backEnd, '/api': backEnd } },
});
