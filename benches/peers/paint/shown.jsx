// What each page shows, and when it first showed a status that is settled: time counts from the navigation.
import { useLayoutEffect } from 'react';
import { createRoot } from 'react-dom/client';

const states = [];
let settle;
const settled = new Promise((resolve) => (settle = resolve));
window.painted = () => settled;

export function Shown({ status }) {
  useLayoutEffect(() => {
    states.push(status);
    if (status !== 'loading') settle({ states, at: performance.now() });
  }, [status]);
  return <main>{status}</main>;
}

export const show = (app) => createRoot(document.body).render(app);
