import type { Preview } from '@storybook/react-vite';
import { createSession } from 'hallpass';
import { SessionProvider } from 'hallpass/react';
import { setupWorker } from 'msw/browser';

const worker = setupWorker();

export default {
  beforeAll: () => worker.start({ onUnhandledRequest: 'bypass' }),
  // A back end of its own for each story, and a session.
  loaders: ({ parameters }) => {
    worker.resetHandlers(...parameters.backend());
    return { session: createSession() };
  },
  beforeEach: ({ loaded }) => () => loaded.session.dispose(),
  decorators: (Story, { loaded }) => <SessionProvider session={loaded.session}><Story /></SessionProvider>,
} satisfies Preview;
