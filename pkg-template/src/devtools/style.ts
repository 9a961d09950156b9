const CSS = `
:host { all: initial; }
.frame {
  --paper: light-dark(#ffffff, #16181b); --sunk: light-dark(#f3f3f0, #1f2226); --line: light-dark(#d9d9d3, #33383e);
  --ink: light-dark(#191c1b, #eceef0); --quiet: light-dark(#565c59, #a3abb3); --accent: light-dark(#0b6b63, #5fd8c8);
  --bad: light-dark(#a81f17, #ff978d); --warn: light-dark(#8a5200, #f0b65a);
  color-scheme: light dark; position: fixed; z-index: 2147483646; right: 0.75rem; bottom: 0.75rem; left: auto;
  display: flex; flex-direction: column-reverse; align-items: flex-end; gap: 0.5rem; width: min(44rem, calc(100vw - 1.5rem));
  max-height: calc(100dvh - 1.5rem); pointer-events: none;
  color: var(--ink); font: 400 0.8125rem/1.5 system-ui, sans-serif; text-align: left;
}
.frame > * { pointer-events: auto; }
.within { position: static; flex-direction: column; align-items: stretch; width: auto; max-height: none; }
*, *::before { box-sizing: border-box; }
h2, p, ol, dl, dd, fieldset { margin: 0; padding: 0; border: 0; list-style: none; }
button, input, textarea { font: inherit; color: inherit; }
button {
  min-height: 2rem; padding: 0.25rem 0.75rem; background: var(--paper); border: 1px solid var(--quiet); border-radius: 8px; cursor: pointer;
}
button:hover { background: var(--sunk); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 6px; }
.toggle { display: flex; align-items: center; gap: 0.5rem; font-weight: 600; box-shadow: 0 2px 10px rgb(0 0 0 / 18%); }
.within .toggle { align-self: flex-start; box-shadow: none; }
.dot { width: 0.625rem; height: 0.625rem; border-radius: 50%; background: var(--quiet); }
[data-status='authenticated'] .dot { background: var(--accent); }
[data-status='unauthenticated'] .dot { background: var(--bad); }
.status, .quiet { color: var(--quiet); font-weight: 400; }
.body {
  display: flex; flex-direction: column; gap: 0.75rem; width: 100%; min-height: 0; padding: 1rem; overflow-y: auto; background: var(--paper);
  border: 1px solid var(--line); border-radius: 12px; box-shadow: 0 8px 30px rgb(0 0 0 / 18%);
}
.within .body { overflow: visible; padding: 0; border: 0; box-shadow: none; background: none; }
[hidden] { display: none !important; }
.clocks { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; }
.clocks:empty { display: none; }
.clocks div { display: flex; gap: 0.5rem; }
dt { color: var(--quiet); }
dd, time, .lines, .what { font-family: ui-monospace, monospace; font-variant-numeric: tabular-nums; }
h2 { font-size: 0.875rem; font-weight: 600; }
.why { font-size: 0.9375rem; text-wrap: pretty; overflow-wrap: anywhere; }
summary { cursor: pointer; }
.proof > summary { width: fit-content; color: var(--accent); }
.filters { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 1rem; }
legend { float: left; margin-right: 1rem; padding: 0; color: var(--quiet); }
label { display: inline-flex; align-items: center; gap: 0.375rem; min-height: 1.75rem; }
[type='checkbox'] { width: 1rem; height: 1rem; margin: 0; accent-color: var(--accent); }
[type='search'] { flex: 1 1 8rem; min-width: 6rem; min-height: 1.875rem; padding: 0.125rem 0.5rem; background: var(--paper); border: 1px solid var(--quiet); border-radius: 6px; }
.list { flex: none; min-height: 6rem; max-height: min(22rem, 45dvh); overflow-y: auto; overscroll-behavior: contain; background: var(--sunk); border-radius: 8px; }
.list > p { padding: 0.75rem; }
.groups > li + li { border-top: 1px solid var(--line); }
.groups summary { display: grid; grid-template-columns: auto 5.5rem minmax(0, 1fr); gap: 0.75rem; padding: 0.375rem 0.75rem; list-style: none; }
.groups summary::-webkit-details-marker { display: none; }
.groups details[open] > summary { background: color-mix(in srgb, var(--accent) 10%, transparent); }
time, .topic, .lines span { color: var(--quiet); }
[data-topic='requests'] .topic { color: var(--accent); }
[data-topic='tabs'] .topic { color: var(--warn); }
[data-bad='true'] .what { color: var(--bad); }
.what { overflow-wrap: anywhere; }
.lines { padding: 0.375rem 0.75rem; font-size: 0.75rem; }
.lines li { display: grid; grid-template-columns: auto minmax(9rem, auto) minmax(0, 1fr); gap: 0.75rem; overflow-wrap: anywhere; }
.lines b { font-weight: 500; }
.actions { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem; }
textarea { width: 100%; height: 6rem; background: var(--paper); border: 1px solid var(--quiet); border-radius: 6px; }
@media (width < 36rem) {
  .body { padding: 0.75rem; }
  .groups summary { grid-template-columns: auto minmax(0, 1fr); gap: 0 0.75rem; }
  .groups .what { grid-column: 1 / -1; }
  .lines li { grid-template-columns: auto minmax(0, 1fr); gap: 0 0.75rem; }
  .lines span { grid-column: 1 / -1; }
}
@media (prefers-contrast: more) { .frame { --quiet: var(--ink); --line: var(--ink); } }
`;

/** Gives the panel its looks. A constructed sheet needs no permission of a Content-Security-Policy; an element needs the nonce. */
export function dress(root: ShadowRoot, nonce: string | undefined): void {
  if ('adoptedStyleSheets' in root && 'replaceSync' in CSSStyleSheet.prototype) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
    root.adoptedStyleSheets = [sheet];
    return;
  }
  const style = document.createElement('style');
  if (nonce) style.nonce = nonce;
  style.append(CSS);
  (root as ShadowRoot).append(style);
}
