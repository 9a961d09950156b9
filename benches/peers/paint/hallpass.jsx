import { createSession } from 'hallpass';
import { SessionProvider, useSession } from 'hallpass/react';
import { Shown, show } from './shown.jsx';

const Status = () => <Shown status={useSession().status} />;

// What the document says, if it says something; else the server is asked.
const session = createSession({ initial: 'document' });
show(
  <SessionProvider session={session}>
    <Status />
  </SessionProvider>,
);
