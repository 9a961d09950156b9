import { redirect } from '@sveltejs/kit';

export function load({ locals, url }) {
  // Where the back end did not say, the page in the browser asks.
  if (locals.session.status === 'unauthenticated') redirect(303, `/?redirect=${encodeURIComponent(url.pathname)}`);
}
