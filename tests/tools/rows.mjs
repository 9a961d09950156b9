// The table: which tool, what it installs, how it builds, and who serves the result.
import { hashed, untyped } from './policies.mjs';
import { driveStories } from './stories.mjs';

/** Served by the reference server, under its content security policy. */
const still = (root) => ({ root });
/** Served by the tool itself, which passes the back end's paths on; `{port}` stands for a free one. */
const served = (command, ready, more) => ({ command, ready, ...more });

const READY = /(?:Local|Ready|Listening)\D*?(?:http:\S+|in|on)/;

const bundlers = { install: 'bundlers', session: 'session.js', alone: true };
const react = { install: 'react-vite', session: 'src/session.ts', tool: 'vite' };
const reactPnpm = { ...react, install: 'react-vite-pnpm', full: true };
const reactYarn = { ...react, install: 'react-vite-yarn', full: true };
/** Its TypeScript is not asked: version 7 does not read Plug'n'Play. */
const reactYarnBuild = { ...reactYarn, run: ['yarn', 'vite', 'build'], ...still('dist') };
const bundlersYarn = { ...bundlers, install: 'bundlers-yarn', ...still('dist'), full: true };
const reactRouter = { install: 'react-router', session: 'src/session.ts', tool: 'react-router' };
const storybook = { install: 'storybook', session: 'src/session.ts', tool: 'storybook', driven: driveStories, run: ['npm', 'run', 'build'], ...served(['vite', 'preview', '--outDir', 'storybook-static', '--port', '{port}', '--strictPort'], READY), full: true };
const vue = { install: 'vue-vite', session: 'src/session.js', tool: 'vite' };
const vite7 = { ...vue, install: 'vite-7' };
/** Rendered on a server that knows who asks: nothing is ever loading. `guarded`: a page for those who are signed in; `linked`: from the first page. */
const painted = { painted: true, guarded: '/account' };
const linked = { ...painted, linked: true };
const next = { install: 'next', session: 'app/session.js', tool: 'next', ...painted };
const kit = { install: 'sveltekit', session: 'src/lib/session.js', tool: '@sveltejs/kit', ...painted };
const nuxt = { install: 'nuxt', session: 'app/utils/session.js', tool: 'nuxt', painted: true, guarded: '/' };
const framework = { install: 'react-router-framework', session: 'app/session.js', tool: '@react-router/dev', ...linked };
const start = { install: 'tanstack-start', session: 'src/session.js', tool: '@tanstack/react-start', ...linked };
const angular = { install: 'angular', session: 'src/app/session.ts', tool: '@angular/core', painted: true, guarded: '/' };
/** The same app, whose changes zone.js tells of. */
const zone = {
  'angular.json': ['"browser":', '"polyfills": ["zone.js"],\n            "browser":'],
  'src/app/app.config.ts': [/provideZonelessChangeDetection/g, 'provideZoneChangeDetection'],
};
/** Programs that come as packages of npm, for this machine. */
const { platform, arch } = process;
const NODE_24 = `node_modules/node-${platform}-${arch}/bin/node`;
const BUN = `node_modules/@oven/bun-${platform}-${arch === 'arm64' ? 'aarch64' : arch}/bin/bun`;
const DENO = `node_modules/@deno/${platform}-${arch}${platform === 'linux' ? '-glibc' : ''}/deno`;

const bun = { install: 'bun-build', session: 'session.js', tool: 'bun', alone: true };
const rspack = { install: 'rspack', session: 'session.js', tool: '@rspack/core', alone: true };
const rsbuild = { install: 'rsbuild', session: 'session.js', tool: '@rsbuild/core', alone: true, config: { 'index.html': [/.*<script.*\n/, ''] } };
const parcel = { install: 'parcel', session: 'session.js', tool: 'parcel', alone: true };

const astro = { tool: 'astro', run: [NODE_24, 'node_modules/astro/bin/astro.mjs', 'build'], ...still('dist'), ...hashed, full: true };
const astroScript = { ...astro, install: 'astro', session: 'session.js', alone: true };
const astroIsland = { ...astro, install: 'astro-react', session: 'src/session.ts' };

const ASTRO_DEV = [NODE_24, 'node_modules/astro/bin/astro.mjs', 'dev', '--port', '{port}'];
/** A form that a server renders is there before its code, and needs a method. */
const astroRendered = { ...astro, install: 'astro-rendered', session: 'src/session.ts', config: { 'src/App.tsx': ['<form onSubmit', '<form method="post" onSubmit'] }, ...painted };
/** One server stands in front of it and of the back end, as in production. */
const astroServer = served([NODE_24, 'dist/server/entry.mjs'], /listening on (\S+)/, { inFront: true });
const astroDev = { run: undefined, ...served(ASTRO_DEV, READY, { dev: true }) };

const viteDev = served(['vite', '--port', '{port}', '--strictPort'], READY, { dev: true });
const vitePreview = served(['vite', 'preview', '--port', '{port}', '--strictPort'], READY);
const nextDev = served(['next', 'dev', '--port', '{port}'], READY, { rewritesHost: true, dev: true });
const nextStart = served(['next', 'start', '--port', '{port}'], READY, { rewritesHost: true });

export const ROWS = [
  { name: 'plain script', ...bundlers, ...still('.'), importMap: true, ...hashed },
  { name: 'plain script', ...bundlers, ...still('.'), importMap: true, ...hashed, flavour: 'wasm-url' },
  { name: 'Vite 8 build, React', ...react, run: ['npm', 'run', 'build'], ...still('dist') },
  { name: 'Vite 8 build, React', ...react, run: ['npm', 'run', 'build'], ...still('dist'), flavour: 'wasm-url' },
  { name: 'Vite 8 dev, React', ...react, ...viteDev },
  { name: 'Vite 8 dev, React', ...react, ...viteDev, flavour: 'wasm-url', full: true },
  { name: 'Vite 8 build, React, pnpm', ...reactPnpm, run: ['npm', 'run', 'build'], ...still('dist') },
  { name: 'Vite 8 build, React, pnpm', ...reactPnpm, run: ['npm', 'run', 'build'], ...still('dist'), flavour: 'wasm-url' },
  { name: 'Vite 8 dev, React, pnpm', ...reactPnpm, ...viteDev },
  { name: "Vite 8 build, React, Yarn Plug'n'Play", ...reactYarnBuild },
  { name: "Vite 8 build, React, Yarn Plug'n'Play", ...reactYarnBuild, flavour: 'wasm-url' },
  { name: "Vite 8 dev, React, Yarn Plug'n'Play", ...reactYarn, ...viteDev, command: ['yarn', ...viteDev.command] },
  { name: "webpack, Yarn Plug'n'Play", ...bundlersYarn, tool: 'webpack', run: ['yarn', 'webpack', './main.js', '--mode', 'production', '-o', 'dist'], ...untyped, flavour: 'wasm-url' },
  { name: "esbuild, Yarn Plug'n'Play", ...bundlersYarn, tool: 'esbuild', run: ['yarn', 'esbuild', 'main.js', '--bundle', '--minify', '--format=esm', '--outfile=dist/main.js', '--loader:.wasm=file'], flavour: 'file' },
  { name: 'React Router, Vite 8 dev', ...reactRouter, ...viteDev },
  { name: 'React Router, Vite 8 build', ...reactRouter, run: ['npm', 'run', 'build'], ...still('dist'), full: true },
  { name: 'Vite 8 dev, Vue', ...vue, ...viteDev },
  { name: 'Vite 8 build, Vue', ...vue, run: ['npm', 'run', 'build'], ...still('dist') },
  { name: 'Vite 7 build, Vue', ...vite7, run: ['npm', 'run', 'build'], ...still('dist'), full: true },
  { name: 'Vite 7 build, Vue', ...vite7, run: ['npm', 'run', 'build'], ...still('dist'), flavour: 'wasm-url', full: true },
  { name: 'Vite 7 dev, Vue', ...vite7, ...viteDev, full: true },
  { name: 'Vite 7 dev, not pre-bundled', ...vite7, ...viteDev, flavour: 'wasm-url', config: { 'vite.config.js': ['plugins:', "optimizeDeps: { exclude: ['hallpass'] }, plugins:"] }, full: true },
  { name: 'webpack', ...bundlers, tool: 'webpack', run: ['npx', 'webpack', './main.js', '--mode', 'production', '-o', 'dist'], ...still('dist'), ...untyped },
  { name: 'webpack', ...bundlers, tool: 'webpack', run: ['npx', 'webpack', './main.js', '--mode', 'production', '-o', 'dist'], ...still('dist'), ...untyped, flavour: 'wasm-url' },
  { name: 'webpack, Trusted Types', ...bundlers, tool: 'webpack', run: ['npx', 'webpack', './main.js', '--mode', 'production', '-o', 'dist', '--output-trusted-types', 'webpack'], ...still('dist'), full: true },
  { name: 'rspack', ...rspack, run: ['npx', 'rspack', 'build', '--entry', './main.js', '--mode', 'production', '-o', 'dist'], ...still('dist'), ...untyped, full: true },
  { name: 'rspack', ...rspack, run: ['npx', 'rspack', 'build', '--entry', './main.js', '--mode', 'production', '-o', 'dist'], ...still('dist'), ...untyped, flavour: 'wasm-url', full: true },
  { name: 'Rsbuild', ...rsbuild, run: ['npx', 'rsbuild', 'build'], ...still('dist'), ...untyped, full: true },
  { name: 'Rsbuild', ...rsbuild, run: ['npx', 'rsbuild', 'build'], ...still('dist'), ...untyped, flavour: 'wasm-url', full: true },
  { name: 'bun build', ...bun, run: [BUN, 'build', './main.js', '--outdir=dist', '--minify', '--splitting'], ...still('dist'), full: true },
  { name: 'bun build', ...bun, run: [BUN, 'build', './main.js', '--outdir=dist', '--minify', '--public-path=/'], ...still('dist'), flavour: 'file', full: true },
  { name: 'Rollup', ...bundlers, tool: 'rollup', run: ['npx', 'rollup', 'main.js', '-d', 'dist', '-p', 'node-resolve'], ...still('dist') },
  { name: 'Rollup, import-meta-assets', ...bundlers, tool: 'rollup', run: ['npx', 'rollup', 'main.js', '-d', 'dist', '-p', 'node-resolve', '-p', '@web/rollup-plugin-import-meta-assets'], ...still('dist'), flavour: 'wasm-url' },
  { name: 'rolldown', ...bundlers, tool: 'rolldown', run: ['npx', 'rolldown', 'main.js', '-d', 'dist'], ...still('dist'), full: true },
  { name: 'rolldown, asset loader', ...bundlers, tool: 'rolldown', run: ['npx', 'rolldown', 'main.js', '-d', 'dist', '--module-types', '.wasm=asset'], ...still('dist'), flavour: 'file', full: true },
  { name: 'esbuild', ...bundlers, tool: 'esbuild', run: ['npx', 'esbuild', 'main.js', '--bundle', '--minify', '--format=esm', '--outfile=dist/main.js'], ...still('dist') },
  { name: 'esbuild, file loader', ...bundlers, tool: 'esbuild', run: ['npx', 'esbuild', 'main.js', '--bundle', '--minify', '--format=esm', '--outfile=dist/main.js', '--loader:.wasm=file'], ...still('dist'), flavour: 'file' },
  { name: 'Parcel', ...parcel, run: ['npx', 'parcel', 'build', 'index.html', '--no-cache', '--no-source-maps'], ...still('dist'), ...hashed, full: true },
  { name: 'Parcel', ...parcel, run: ['npx', 'parcel', 'build', 'index.html', '--no-cache', '--no-source-maps'], ...still('dist'), ...hashed, flavour: 'wasm-url', full: true },
  { name: 'Astro, script', ...astroScript },
  { name: 'Astro, script', ...astroScript, flavour: 'wasm-url' },
  { name: 'Astro, island of React', ...astroIsland },
  { name: 'Astro, island of React', ...astroIsland, flavour: 'wasm-url' },
  { name: 'Astro dev, island of React', ...astroIsland, ...astroDev },
  { name: 'Astro, rendered on a server', ...astroRendered, ...astroServer },
  { name: 'Astro, rendered on a server', ...astroRendered, ...astroServer, flavour: 'wasm-url' },
  { name: 'Astro dev, rendered on a server', ...astroRendered, ...astroDev },
  { name: 'Storybook, MSW 2 in a worker', ...storybook },
  { name: 'Storybook, MSW 3 in a worker', ...storybook, install: 'storybook-msw-3' },
  // Only here does React complain of all that does not match.
  { name: 'Next.js dev, Turbopack', ...next, ...nextDev },
  { name: 'Next.js, Turbopack', ...next, run: ['npx', 'next', 'build'], ...nextStart },
  { name: 'Next.js, Turbopack', ...next, run: ['npx', 'next', 'build'], ...nextStart, flavour: 'wasm-url', full: true },
  { name: 'Next.js, webpack', ...next, run: ['npx', 'next', 'build', '--webpack'], ...nextStart, full: true },
  { name: 'SvelteKit build', ...kit, run: ['npm', 'run', 'build'], ...vitePreview, full: true },
  { name: 'SvelteKit dev', ...kit, ...served(['vite', 'dev', '--port', '{port}', '--strictPort'], READY, { dev: true }) },
  { name: 'SvelteKit build', ...kit, run: ['npm', 'run', 'build'], ...vitePreview, flavour: 'wasm-url', full: true },
  { name: 'Nuxt build', ...nuxt, run: ['npx', 'nuxt', 'build'], ...served(['node', '.output/server/index.mjs'], READY, { rewritesHost: true }), full: true },
  { name: 'React Router framework dev', ...framework, ...served(['react-router', 'dev', '--port', '{port}', '--strictPort'], READY, { dev: true }), full: true },
  { name: 'React Router framework build', ...framework, run: ['npm', 'run', 'build'], ...vitePreview, full: true },
  { name: 'TanStack Start dev', ...start, ...viteDev, full: true },
  { name: 'TanStack Start build', ...start, run: ['npm', 'run', 'build'], ...vitePreview, full: true },
  { name: 'Angular CLI, rendered', ...angular, run: ['npx', 'ng', 'build'], ...served(['node', 'dist/server/server.mjs'], READY), full: true },
  { name: 'Angular CLI, zone.js', ...angular, install: 'angular-zone', config: zone, run: ['npx', 'ng', 'build'], ...served(['node', 'dist/server/server.mjs'], READY), full: true },
];

const node = { install: 'node', tool: 'node' };
const vitest = { install: 'vitest', tool: 'vitest' };
const jest = { install: 'jest', tool: 'jest', run: ['npx', 'jest', 'dom.test.js'], full: true };

const node24 = { install: 'node-24', tool: `node-${platform}-${arch}` };
const inNode24 = (environment, env = {}) => ({ tool: 'vitest', run: [NODE_24, 'node_modules/vitest/vitest.mjs', 'run', 'dom.test.js', '--environment', environment], env, full: true });
const modules = { NODE_OPTIONS: '--experimental-vm-modules' };

const types = (install) => ({ install, tool: 'typescript', run: ['node', 'check.mjs'], full: true });

/** In the Chromium of this machine: Playwright's own are no packages of npm. */
const playwright = { install: 'playwright', tool: '@playwright/experimental-ct-react', env: { CHROMIUM: '/usr/bin/chromium' }, full: true };

/** What runs without a browser, or brings one along: it passes by ending well. */
export const RUNS = [
  { name: 'Node, import', ...node, run: ['node', 'check.mjs'] },
  { name: 'Node, require', ...node, run: ['node', 'check.cjs'] },
  { name: 'Node, import, pnpm', ...node, install: 'node-pnpm', run: ['node', 'check.mjs'], full: true },
  { name: "Node, import, Yarn Plug'n'Play", ...node, install: 'node-yarn', run: ['yarn', 'node', 'check.mjs'], full: true },
  { name: "Node, require, Yarn Plug'n'Play", ...node, install: 'node-yarn', run: ['yarn', 'node', 'check.cjs'], full: true },
  { name: 'Vitest, node', ...vitest, run: ['npx', 'vitest', 'run', 'node.test.js'] },
  { name: 'Vitest, jsdom', ...vitest, run: ['npx', 'vitest', 'run', 'dom.test.js', '--environment', 'jsdom'] },
  { name: 'Vitest, happy-dom', ...vitest, run: ['npx', 'vitest', 'run', 'dom.test.js', '--environment', 'happy-dom'] },
  { name: 'Node 24, import', ...node24, run: [NODE_24, 'check.mjs'], full: true },
  { name: 'Node 24, require', ...node24, run: [NODE_24, 'check.cjs'], full: true },
  { name: 'Bun, import', install: 'bun', tool: 'bun', run: [BUN, 'check.mjs'], full: true },
  { name: 'Deno, import', install: 'deno', tool: 'deno', run: [DENO, 'run', '--allow-all', '--node-modules-dir=manual', 'check.mjs'], full: true },
  { name: 'Vitest 3, jsdom', ...vitest, install: 'vitest-3', run: ['npx', 'vitest', 'run', 'dom.test.js', '--environment', 'jsdom'], full: true },
  { name: 'Vitest 3, happy-dom', ...vitest, install: 'vitest-3', run: ['npx', 'vitest', 'run', 'dom.test.js', '--environment', 'happy-dom'], full: true },
  { name: 'Vitest 3, jsdom, Node 24', install: 'vitest-3-node-24', ...inNode24('jsdom', { ENDS_IN: 'network' }) },
  { name: 'Vitest 3, happy-dom, Node 24', install: 'vitest-3-node-24', ...inNode24('happy-dom') },
  { name: 'Vitest 4, jsdom, Node 24', install: 'vitest-4-node-24', ...inNode24('jsdom') },
  { name: 'Vitest 4, happy-dom, Node 24', install: 'vitest-4-node-24', ...inNode24('happy-dom') },
  { name: 'Vitest 5, jsdom, Node 24', install: 'vitest-5-node-24', ...inNode24('jsdom') },
  { name: 'Vitest 5, happy-dom, Node 24', install: 'vitest-5-node-24', ...inNode24('happy-dom') },
  { name: 'Jest 30, jsdom', ...jest, env: { ...modules, JEST_ENVIRONMENT: 'jsdom', ENDS_IN: 'unexpected_response' } },
  { name: 'Jest 30, jest-fixed-jsdom', ...jest, env: { ...modules, JEST_ENVIRONMENT: 'jest-fixed-jsdom', ENDS_IN: 'wasm_load_failed' } },
  { name: 'TypeScript 5.4', ...types('types-5.4') },
  { name: 'TypeScript 5', ...types('types-5') },
  { name: 'TypeScript 6', ...types('types-6') },
  { name: 'TypeScript 7', ...types('types-7') },
  { name: 'Playwright, components, MSW 2', ...playwright, run: ['npm', 'test'] },
  { name: 'Playwright, components, MSW 3', ...playwright, install: 'playwright-msw-3', run: [NODE_24, 'node_modules/.bin/playwright', 'test', '-c', 'playwright-ct.config.ts'] },
];
