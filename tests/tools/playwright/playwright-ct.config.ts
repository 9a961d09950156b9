import { defineConfig } from '@playwright/experimental-ct-react';

export default defineConfig({
  testDir: 'src',
  reporter: 'line',
  // A Chromium of the machine, in the place of one that Playwright has downloaded.
  use: { launchOptions: { executablePath: process.env.CHROMIUM } },
});
