import { expect, test } from '@playwright/experimental-ct-react';
import { sessionHandlers } from 'hallpass/msw';
import { HttpResponse, http } from 'msw';
import { App } from './App';

const claims = { sub: 'ada', name: 'Ada' };
const ordersOf = (backend: ReturnType<typeof sessionHandlers>) =>
  http.get('*/api/orders', backend.protect(() => HttpResponse.json({ orders: [{ id: 1, item: 'Fountain pen' }] })));

test('greets who is signed in, until they sign out', async ({ mount, router }) => {
  const backend = sessionHandlers({ claims });
  await router.use(...backend, ordersOf(backend));
  const app = await mount(<App />);
  await expect(app.getByRole('heading')).toHaveText('Hello, Ada');
  await expect(app.getByText('Fountain pen')).toBeVisible();
  await app.getByRole('button', { name: 'Sign out' }).click();
  await expect(app.getByLabel('Password')).toBeVisible();
});

test('says that a password is wrong, and takes the right one', async ({ mount, router }) => {
  const backend = sessionHandlers({ login: ({ password }) => (password === 'wrong' ? null : claims) });
  await router.use(...backend, ordersOf(backend));
  const app = await mount(<App />);
  await app.getByLabel('Email').fill('ada@example.com');
  await app.getByLabel('Password').fill('wrong');
  await app.getByRole('button').click();
  await expect(app.getByRole('alert')).toContainText('do not belong together');
  await app.getByLabel('Password').fill('right');
  await app.getByRole('button').click();
  await expect(app.getByRole('heading')).toHaveText('Hello, Ada');
});

test('renews a session whose access part has lapsed, unseen', async ({ mount, router }) => {
  const backend = sessionHandlers({ claims });
  backend.expire();
  await router.use(...backend, ordersOf(backend));
  const app = await mount(<App />);
  await expect(app.getByText('Fountain pen')).toBeVisible();
});
