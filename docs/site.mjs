// The site: a page of the manual is called as its first heading says, and sorted as docs/README.md lists it.
import { Converter } from 'typedoc';

const HEADING = /^# (.+)$/m;
/** What rustdoc is to do with a block, which is no name of a language. */
const ATTRIBUTES = /^(```rust),\S+$/gm;

/** @param {import('typedoc').Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_, page) => {
    for (const part of page.content) part.text = part.text.replaceAll(ATTRIBUTES, '$1');
    const text = page.content.map(({ text }) => text).join('');
    const heading = HEADING.exec(text)?.[1].replaceAll('`', '');
    if (heading) page.name = heading;
  });
}
