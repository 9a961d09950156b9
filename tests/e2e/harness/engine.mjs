// The browser: the engine that was asked for, proven by two witnesses.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Builder } from 'selenium-webdriver';
import { start } from './process.mjs';

export const ENGINE = process.env.HALLPASS_ENGINE ?? 'chromium';
export const chromium = ENGINE === 'chromium';
export const firefox = ENGINE === 'firefox';
export const webkit = ENGINE === 'webkit';

const ENGINES = {
  chromium: {
    driver: 'chromedriver',
    named: /^chrome/,
    agent: /(HeadlessChrome|Chrome)\//,
    capabilities: {
      browserName: 'chrome',
      'goog:chromeOptions': {
        binary: '/usr/bin/chromium',
        args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-dev-shm-usage', '--disable-component-update', '--disable-sync'],
      },
    },
  },
  firefox: {
    driver: 'geckodriver',
    named: /^firefox$/,
    agent: /Gecko\/\S+ Firefox\//,
    capabilities: { browserName: 'firefox', 'moz:firefoxOptions': { binary: '/usr/bin/firefox-esr', args: ['-headless'] } },
  },
  webkit: {
    driver: 'WebKitWebDriver',
    named: /^MiniBrowser$/,
    agent: /AppleWebKit\/(?!.*Chrom).*Version\/.*Safari\//,
    capabilities: {
      browserName: 'MiniBrowser',
      'webkitgtk:browserOptions': { binary: '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser', args: ['--automation'] },
    },
  },
};

/** Opens a browser with a fresh profile; `webSocketUrl`: to be spoken to by BiDi too. */
export async function browse({ webSocketUrl = false } = {}) {
  const engine = ENGINES[ENGINE];
  const driver = await new Builder().disableEnvironmentOverrides().usingServer(await driverUrl()).withCapabilities({ ...engine.capabilities, ...(webSocketUrl && { webSocketUrl }) }).build();
  await driver.manage().setTimeouts({ script: 60_000, pageLoad: 60_000 });
  const capabilities = await driver.getCapabilities();
  assert.match(capabilities.get('browserName'), engine.named);
  assert.match(await driver.executeScript('return navigator.userAgent'), engine.agent);
  return driver;
}

let url;
/** Where the driver is: one that runs already, or one of our own. */
export const driverUrl = () => (url ??= process.env.HALLPASS_DRIVER_URL ?? drive(ENGINES[ENGINE]));

async function drive({ driver }) {
  const env = {};
  if (webkit && !process.env.DISPLAY) env.DISPLAY = `:${(await start('Xvfb', ['-displayfd', '1', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], /^(\d+)$/)).said}`;
  const port = await freePort();
  const built = join(homedir(), '.cargo/bin', driver);
  const program = spawn(existsSync(built) ? built : driver, [`--port=${port}`], { stdio: 'ignore', env: { ...process.env, ...env } });
  process.on('exit', () => program.kill());
  program.unref();
  // WebKitWebDriver never says that it is ready: the port does.
  const url = `http://127.0.0.1:${port}`;
  while (!(await fetch(`${url}/status`).catch(() => {})))
    if (program.exitCode !== null) throw new Error(`${driver} ended with ${program.exitCode}`);
    else await new Promise((resolve) => setTimeout(resolve, 20));
  return url;
}

/** A port of the loopback that nobody listens on. */
export const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
