import { clock, h } from './dom.js';
import { parts } from './entries.js';
import { TOPICS, group, headline, isBad, shown, type Group, type Topic } from './group.js';
import type { Log } from './log.js';

/** A line of a trace: when, what, and what it brings. */
export const line = (entry: Parameters<typeof shown>[0]): HTMLElement => {
  const [kind, name] = parts(entry);
  return h(
    'li',
    { 'data-kind': kind },
    h('time', {}, clock(entry.at)),
    h('b', {}, name ? `${kind} ${name}` : kind),
    h('span', {}, shown(entry)),
  );
};

const NAMES: Readonly<Record<Topic, string>> = { requests: 'Requests', session: 'Session', tabs: 'Other tabs', page: 'Page' };

/** The trace by cause, the newest on top, and what narrows it down. Returns its parts, and how to draw it anew. */
export function createTimeline(log: Log): { filters: HTMLElement; list: HTMLElement; draw: () => void } {
  const wanted = new Set<Topic>(TOPICS);
  let text = '';
  /** What was drawn, by the first entry of its group: a group that has not grown stays as it is, opened or not. */
  let drawn = new Map<unknown, { size: number; item: HTMLElement }>();

  const items = h('ol', { class: 'groups' });
  const none = h('p', { class: 'quiet' }, 'Nothing has happened yet.');
  const list = h('div', { class: 'list', role: 'region', tabindex: '0', 'aria-label': 'Timeline' }, items, none);

  const item = (one: Group, open: boolean): HTMLElement => {
    const [first] = one.entries as [Group['entries'][number]];
    const head = h(
      'summary',
      {},
      h('time', {}, clock(first.at)),
      h('span', { class: 'topic' }, NAMES[one.topic]),
      h('span', { class: 'what' }, headline(one)),
    );
    return h(
      'li',
      { 'data-topic': one.topic, 'data-bad': String(isBad(one)) },
      h('details', { open }, head, h('ol', { class: 'lines' }, ...one.entries.map(line))),
    );
  };

  const draw = (): void => {
    const fits = (one: Group): boolean =>
      wanted.has(one.topic) &&
      (!text || one.entries.some((entry) => `${headline(one)} ${entry.event} ${shown(entry)}`.toLowerCase().includes(text)));
    const next = new Map<unknown, { size: number; item: HTMLElement }>();
    const groups = group(log.entries()).filter(fits).reverse();
    for (const one of groups) {
      const before = drawn.get(one.entries[0]);
      const same = before?.size === one.entries.length;
      const open = !!before?.item.querySelector('details')?.open;
      next.set(one.entries[0], same ? before : { size: one.entries.length, item: item(one, open) });
    }
    drawn = next;
    const wantedItems = [...next.values()].map(({ item: one }) => one);
    // What stays where it is keeps its focus.
    if (wantedItems.some((one, index) => items.children[index] !== one) || items.children.length !== wantedItems.length)
      items.replaceChildren(...wantedItems);
    none.hidden = groups.length > 0;
  };

  const choice = (topic: Topic): HTMLElement => {
    const box = h('input', {
      type: 'checkbox',
      checked: true,
      onchange: () => (box.checked ? wanted.add(topic) : wanted.delete(topic), draw()),
    });
    return h('label', {}, box, NAMES[topic]);
  };
  const search = h('input', {
    type: 'search',
    'aria-label': 'Filter by text',
    placeholder: 'Filter',
    oninput: () => ((text = search.value.trim().toLowerCase()), draw()),
  });
  const filters = h('fieldset', { class: 'filters' }, h('legend', {}, 'Show'), ...TOPICS.map(choice), search);
  return { filters, list, draw };
}
