import { beforeMount } from '@playwright/experimental-ct-react/hooks';
import { createSession } from 'hallpass';
import { SessionProvider } from 'hallpass/react';

// What is mounted finds a session around it, as in the app.
beforeMount(async ({ App }) => <SessionProvider session={createSession()}><App /></SessionProvider>);
