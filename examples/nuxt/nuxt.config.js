const backEnd = process.env.BACK_END ?? 'http://127.0.0.1:8080';

export default defineNuxtConfig({
  compatibilityDate: '2026-01-01',
  telemetry: false,
  css: ['~/style.css'],
  app: { head: { htmlAttrs: { lang: 'en' }, title: 'hallpass in Nuxt', link: [{ rel: 'icon', href: 'data:,' }] } },
  runtimeConfig: { backEnd },
  routeRules: {
    // What renders a page of one user keeps it for no other.
    '/**': { headers: { 'cache-control': 'private, no-store' } },
    // The page and the back end share one origin, as in production.
    '/auth/**': { proxy: `${backEnd}/auth/**` },
    '/api/**': { proxy: `${backEnd}/api/**` },
  },
});
