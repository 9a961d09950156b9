import react from '@astrojs/react';
import { defineConfig } from 'astro/config';

const target = process.env.BACK_END;
const proxy = { '/auth': { target, changeOrigin: false }, '/api': { target, changeOrigin: false } };

export default defineConfig({ integrations: [react()], vite: { server: { proxy } } });
