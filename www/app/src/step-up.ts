import { withStepUp, type Wanted } from 'hallpass/step-up';
import { session } from './session';

/** What the person is asked before a request goes on, and how that may end. */
export interface Question extends Wanted {
  done(): void;
  giveUp(): void;
}

let show: (question?: Question) => void = () => {};

/** Hears of each question, and of its end; returns how to stop. */
export function onQuestion(listener: typeof show): () => void {
  show = listener;
  return () => (show = () => {});
}

/** `session.fetch` for what wants a recent sign-in. */
export const fetchWithStepUp = withStepUp(session, {
  login: ({ signal, ...wanted }) =>
    new Promise<void>((resolve, reject) => {
      const settled = (settle: () => void) => () => {
        show();
        settle();
      };
      const giveUp = settled(() => reject(new Error('not now')));
      signal.addEventListener('abort', giveUp);
      show({ ...wanted, done: settled(resolve), giveUp });
    }),
});
