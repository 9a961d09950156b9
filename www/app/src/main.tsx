import '@fontsource-variable/geist';
import '@fontsource-variable/geist-mono';
import './style/index.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { SessionProvider } from 'hallpass/react';
import { App } from './App';
import { session } from './session';

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <SessionProvider session={session}>
      <App />
    </SessionProvider>
  </StrictMode>,
);
