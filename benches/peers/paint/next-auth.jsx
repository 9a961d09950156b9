import { SessionProvider, useSession } from 'next-auth/react';
import { Shown, show } from './shown.jsx';

const Status = () => <Shown status={useSession().status} />;

// What the document says, if it says something; else the server is asked.
const said = document.querySelector('#session')?.textContent;
show(
  <SessionProvider session={said && JSON.parse(said)}>
    <Status />
  </SessionProvider>,
);
