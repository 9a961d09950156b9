import { defineConfig } from 'vitest/config';

const url = process.env.BACK_END;

export default defineConfig({
  test: { environmentOptions: { jsdom: { url }, happyDOM: { url } } },
});
