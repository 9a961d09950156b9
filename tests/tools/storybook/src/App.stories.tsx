import { sessionHandlers } from 'hallpass/msw';
import { HttpResponse, http } from 'msw';
import { App } from './App';

const claims = { sub: 'ada', name: 'Ada' };
const orders = [{ id: 1, item: 'Fountain pen' }];

function backend(session = sessionHandlers({ claims })) {
  return [...session, http.get('*/api/orders', session.protect(() => HttpResponse.json({ orders })))];
}

export default { component: App, parameters: { backend } };

export const SignedIn = {};

export const SignedOut = {
  parameters: { backend: () => backend(sessionHandlers({ login: ({ password }) => (password === 'wrong' ? null : claims) })) },
};

/** The first request finds that the access part has lapsed: the session is refreshed, and no one sees it. */
export const Lapsed = {
  parameters: {
    backend() {
      const session = sessionHandlers({ claims });
      session.expire();
      return backend(session);
    },
  },
};
