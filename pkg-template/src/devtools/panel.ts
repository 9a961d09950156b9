import type { Session } from '../types.js';
import type { DevtoolsOptions } from '../devtools.js';
import { h, span } from './dom.js';
import { explain } from './explain.js';
import type { Log } from './log.js';
import { report } from './report.js';
import { dress } from './style.js';
import { createTimeline, line } from './timeline.js';

const LIMITS = [
  ['Access', 'expiresAt'],
  ['Idle', 'idleExpiresAt'],
  ['Absolute', 'absoluteExpiresAt'],
] as const;

/** Puts the panel into the page; returns how to take it away. */
export function mountPanel(session: Session<any>, log: Log, { target, open = false, nonce }: DevtoolsOptions): () => void {
  const host = h('div', { 'data-hallpass-devtools': true });
  const root = host.attachShadow({ mode: 'open' });
  dress(root, nonce);

  const status = h('span', { class: 'status', role: 'status' });
  const toggle = h(
    'button',
    { type: 'button', class: 'toggle', 'aria-controls': 'panel', onclick: () => show(!!body.hidden) },
    h('span', { class: 'dot', 'aria-hidden': 'true' }),
    h('span', {}, 'Session'),
    status,
  );
  const clocks = h('dl', { class: 'clocks' });
  const sentence = h('p', { class: 'why' });
  const proof = h('ol', { class: 'lines' });
  const why = h(
    'section',
    { 'aria-labelledby': 'why' },
    h('h2', { id: 'why' }),
    sentence,
    h('details', { class: 'proof' }, h('summary', {}, 'The lines that prove it'), proof),
  );
  const title = why.querySelector('h2')!;
  const { filters, list, draw } = createTimeline(log);
  const said = h('span', { class: 'quiet', role: 'status' });
  const copied = h('textarea', { readonly: true, hidden: true, 'aria-label': 'The report' });
  const copy = async (): Promise<void> => {
    const text = report(session, log.entries());
    try {
      await navigator.clipboard.writeText(text);
      said.textContent = 'The report is on the clipboard. It has no secret in it.';
    } catch {
      // Not in every frame, and not without https.
      copied.value = text;
      copied.hidden = false;
      copied.select();
      said.textContent = 'Copy the report from the field: the clipboard is out of reach here.';
    }
  };
  const actions = h(
    'div',
    { class: 'actions' },
    h('button', { type: 'button', onclick: copy }, 'Copy report'),
    h('button', { type: 'button', onclick: () => log.clear() }, 'Clear'),
    said,
  );
  const body = h('div', { id: 'panel', class: 'body' }, clocks, why, filters, list, actions, copied);
  const frame = h(
    'section',
    {
      class: target ? 'frame within' : 'frame',
      'aria-label': 'hallpass devtools',
      onkeydown: (event) => (event as KeyboardEvent).key === 'Escape' && !target && close(),
    },
    toggle,
    body,
  );
  root.append(frame);

  const drawClocks = (): void => {
    const snapshot = session.getSnapshot() as unknown as Record<string, number | null | undefined>;
    const now = Date.now();
    const told = LIMITS.filter(([, key]) => typeof snapshot[key] === 'number');
    if (clocks.children.length !== told.length)
      clocks.replaceChildren(...told.map(([name]) => h('div', {}, h('dt', {}, name), h('dd', {}))));
    told.forEach(([name, key], index) => {
      const [dt, dd] = clocks.children[index]!.children as unknown as [HTMLElement, HTMLElement];
      dt.textContent = name;
      dd.textContent = span(snapshot[key]! - now);
    });
  };
  const drawStatus = (): void => {
    const { status: name, activity } = session.getSnapshot();
    const text = activity === 'idle' ? name : `${name}, ${activity}`;
    if (status.textContent !== text) status.textContent = text;
    frame.dataset.status = name;
  };
  const drawAll = (): void => {
    drawStatus();
    if (body.hidden) return;
    drawClocks();
    const entries = log.entries();
    const { sentence: text, lines } = explain(entries);
    title.textContent = session.getSnapshot().status === 'unauthenticated' ? 'Why am I signed out?' : 'How things stand';
    if (sentence.textContent !== text) sentence.textContent = text;
    proof.replaceChildren(...lines.map(line));
    draw();
  };
  let due = false;
  const later = (): void => {
    if (due) return;
    due = true;
    // Of a burst the last counts, and a page that is not shown draws nothing.
    requestAnimationFrame(() => {
      due = false;
      drawAll();
    });
  };
  let ticking: ReturnType<typeof setTimeout> | undefined;
  const tick = (): void => {
    drawClocks();
    ticking = setTimeout(tick, 1000 - (Date.now() % 1000));
  };
  const show = (wanted: boolean): void => {
    body.hidden = !wanted;
    toggle.setAttribute('aria-expanded', String(wanted));
    clearTimeout(ticking);
    if (wanted) tick();
    drawAll();
  };
  const close = (): void => {
    show(false);
    toggle.focus();
  };

  (target ?? document.body).append(host);
  show(open);
  const stops = [log.subscribe(later), session.subscribe(later)];
  return () => {
    for (const stop of stops) stop();
    clearTimeout(ticking);
    host.remove();
  };
}
