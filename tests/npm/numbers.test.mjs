// The border speaks in numbers: whoever writes them down must write the same.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { built, perform } from './setup.mjs';

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const input = read('src/browser/input.rs');
const machine = read('src/machine/input.rs');

/** The arms of the first `match` after a text: each number, or `_`, and the variant that is named first. */
function arms(start, variant) {
  const [, margin, body] = /\n( *)match [^\n]*\{\n(.*)/s.exec(input.slice(input.indexOf(start)));
  const [block] = body.split(`\n${margin}}`);
  const heads = [...block.matchAll(RegExp(`^${margin}    (\\d+(?: \\| \\d+)*|_) => `, 'gm'))];
  return heads.flatMap(({ 1: numbers, index }, i) => {
    const [name] = block.slice(index, heads[i + 1]?.index).match(variant) ?? [];
    return numbers.split(' | ').map((number) => [number, name]);
  });
}
const constants = (source) => [...source.matchAll(/export const (\w+) = (\d+);/g)].map(([, name, number]) => [name, number]);
const camel = (name) => name.toLowerCase().replace(/(^|_)(\w)/g, (_, __, letter) => letter.toUpperCase());
const kebab = (name) => name.toLowerCase().replaceAll('_', '-');

const inputs = constants(read('src/browser/page/inputs.js'));

test('inputs: the page says what the engine reads', () => {
  assert.ok(inputs.length >= 20);
  assert.deepEqual(inputs.map(([, number]) => number), inputs.map((_, i) => String(i)), 'without a gap');
  // An answer and a failure are one input of the machine; the timeout is what is left.
  const expected = inputs.map(([name, number]) => [number, name === 'FAILED' ? 'Answered' : camel(name)]);
  const found = arms('fn tell(', /(?<=Input::)\w+/).map(([number, name]) => [number === '_' ? '0' : number, name]);
  assert.deepEqual(found.sort(([a], [b]) => a - b), expected);
  for (const [, name] of found) assert.match(machine, new RegExp(`^    ${name}\\b`, 'm'), `${name} is no input of the machine`);
});

test('calls: the facade asks for what the engine reads', () => {
  const calls = constants(read('pkg-template/src/calls.ts'));
  const engine = arms('3 => {', /(?<=Call::)\w+( \{ everywhere: \w+ \})?/);
  const own = { NAVIGATE: 'LoginByNavigation', LOGOUT: 'Logout { everywhere: false }', LOGOUT_EVERYWHERE: 'Logout { everywhere: true }' };
  assert.deepEqual(
    engine.map(([number, name]) => [number === '_' ? String(calls.length - 1) : number, name]),
    calls.map(([name, number]) => [number, own[name] ?? camel(name)]),
  );
});

test('failures: the page says why as the engine reads it', () => {
  const names = { NETWORK: 'Network', TIMED_OUT: 'Timeout', STALE: 'StaleResponse', REJECTED: 'unexpected' };
  const reasons = [...read('src/browser/page/endpoint.js').matchAll(/^const (\w+) = (\d);/gm)];
  const found = arms('fn failure(', /(?<=Code::|Error::)\w+/).map(([number, name]) => [number === '_' ? '3' : number, name]);
  assert.deepEqual(found, reasons.map(([, name, number]) => [number, names[name]]));
});

/** What the page does with each effect, by the names of its members; what the border adds comes last. */
const performed = [...read('src/browser/page/page.js').split('const effects = [')[1].split(']')[0].matchAll(/page\._(\w+)/g)].map(([, name]) => name);

/** The variants of a Rust enum, in order. */
const variants = (path, name) => {
  const body = read(path).split(`pub enum ${name} {`)[1].split('\n}')[0];
  return [...body.matchAll(/^    (\w+)/gm)].map(([, variant]) => variant);
};
const names = await import('../../src/browser/page/names.js');
const { EFFECTS } = await import('../../src/browser/page/trace.js');
const lower = (variant) => variant[0].toLowerCase() + variant.slice(1);

for (const [list, path, name] of [
  ['STATUSES', 'snapshot', 'Status'],
  ['ACTIVITIES', 'snapshot', 'Activity'],
  ['REASONS', 'snapshot', 'Reason'],
  ['LIMITS', 'event', 'Limit'],
  ['CODES', 'code', 'Code'],
])
  test(`${list}: the page names what the engine counts`, () => {
    const spelled = new Map(
      [...read(`src/machine/${path}.rs`).split(`impl ${name} {`)[1].split('\n}')[0].matchAll(/Self::(\w+)(?:\(_\))? => "([^"]+)"/g)]
        .map(([, variant, text]) => [variant, text]),
    );
    // An error counts its codes from one.
    const counted = list === 'CODES' ? [''] : [];
    assert.deepEqual(names[list], [...counted, ...variants(`src/machine/${path}.rs`, name).map((variant) => spelled.get(variant))]);
  });

test('TERMS, DETAILS: the page has the words of the engine', () => {
  const declared = [...read('src/dialect/term.rs').split('terms! {\n').at(-1).matchAll(/= "([^"]+)",/g)].map(([, word]) => word);
  assert.ok(declared.length > 40);
  assert.deepEqual(names.TERMS, declared);
  const spelled = read('src/machine/code.rs').split('impl Detail {')[1].split('\n}')[0];
  assert.deepEqual(names.DETAILS.slice(1), [...spelled.matchAll(/=> "([^"]+)"/g)].map(([, words]) => words));
});

for (const [list, path, name, spell] of [
  ['EFFECTS', 'src/machine/effect.rs', 'Effect', lower],
  ['EVENTS', 'src/machine/event.rs', 'Event', (variant) => variant.replace(/(?<!^)[A-Z]/g, '-$&').toLowerCase()],
])
  test(`${list}: the page names what the engine says by number`, () => {
    const wanted = variants(path, name);
    const spelled = list === 'EFFECTS' ? performed : names[list];
    assert.deepEqual(spelled.slice(0, wanted.length), wanted.map(spell));
    const border = read('src/browser/border.rs');
    const arms = [...border.split('impl Sink for Border')[1].matchAll(new RegExp(`${name}::(\\w+)[^=]*=>(?: \\{)?\\s*(?:self\\.)?(\\w+)\\((\\d+)?`, 'g'))];
    assert.equal(arms.length, wanted.length);
    // `send` and `broadcast` have their numbers where they are spelled out.
    for (const [, variant, call, number] of arms)
      if (number) assert.equal(Number(number), wanted.indexOf(variant), variant);
      else assert.match(border, new RegExp(`effect_${call}\\(\\s*${wanted.indexOf(variant)},`));
  });

test('effects: the trace names what the page does, and the border asks for what it adds', () => {
  assert.deepEqual(EFFECTS, performed);
  const [, added] = /fn doubt\(\) \{\s*effect\((\d+),/.exec(read('src/browser/border.rs'));
  assert.deepEqual(performed.slice(Number(added)), ['doubt']);
});

test('INTENTS: the page names what the engine asks for by number', () => {
  const wanted = variants('src/machine/effect.rs', 'Intent');
  assert.deepEqual(names.INTENTS, wanted.map(lower));
});

test('the trace names them all', async () => {
  const { trace } = await import(`${built}/page/trace.js`);
  const told = [];
  const page = { handle: () => 0 };
  trace(page, {}, ({ event, detail }) => told.push([event, detail]));
  for (const [, number] of inputs) {
    // Of activity is told only what comes of it.
    if (inputs[number][0] === 'ACTIVE') continue;
    page.handle(Number(number), 1, 0, 0);
  }
  for (const [, number] of constants(read('pkg-template/src/calls.ts'))) page.handle(3, 1, Number(number), 0);
  await null;
  const names = inputs.map(([name]) => `input ${kebab(name)}`).filter((name) => name !== 'input active');
  assert.deepEqual(told.map(([event]) => event).slice(0, names.length), names);
  assert.deepEqual(
    told.slice(names.length).map(([, { call }]) => call),
    ['check', 'refresh', 'ensureFresh', 'extend', 'login', 'navigate', 'logout', 'logoutEverywhere'],
  );
});

test('the trace names what a message is about', async () => {
  const { trace } = await import(`${built}/page/trace.js`);
  const [, list] = /const ALL: \[Self; \d+\] = \[(.*?)\]/s.exec(read('src/machine/peers.rs'));
  const variants = [...list.matchAll(/Self::(\w+)/g)].map(([, variant]) => variant.replace(/(?<=.)[A-Z]/g, '-$&').toLowerCase());
  assert.ok(variants.length > 5);
  const told = [];
  const page = { perform: () => {} };
  trace(page, {}, ({ detail }) => told.push(detail.news));
  for (const number of variants.keys()) perform(page, 'broadcast', 1, number);
  await null;
  assert.deepEqual(told, variants);
});
