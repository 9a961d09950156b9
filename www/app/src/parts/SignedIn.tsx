import { Actions } from './Actions';
import { Api } from './Api';
import { Clocks } from './Clocks';
import { Who } from './Who';

export function SignedIn() {
  return (
    <>
      <section className="card" aria-label="Session">
        <Who />
        <Clocks />
        <Actions />
      </section>
      <Api />
    </>
  );
}
