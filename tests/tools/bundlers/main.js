// A page without a framework: what it shows is what the session says.
import { session } from './session.js';

const main = document.querySelector('main');
const part = (name) => document.querySelector(`template#${name}`).content.cloneNode(true);

function show() {
  const { status, claims } = session.getSnapshot();
  if (main.dataset.status === status) return;
  main.dataset.status = status;
  main.replaceChildren(part(status));
  if (status === 'authenticated') signedIn(claims);
  if (status === 'unauthenticated') signedOut();
}

async function signedIn({ name }) {
  main.querySelector('h1').textContent = `Hello, ${name}`;
  main.querySelector('button').onclick = () => session.logout();
  const response = await session.fetch('/api/orders');
  main.querySelector('p').textContent = (await response.json()).orders.map(({ item }) => item).join(', ');
}

function signedOut() {
  main.querySelector('form').onsubmit = (event) => {
    event.preventDefault();
    session.login(Object.fromEntries(new FormData(event.target)));
  };
}

session.subscribe(show);
show();
