// The site: a page of the manual is called as its first heading says, and sorted as docs/README.md lists it.
import { Converter } from 'typedoc';

const HEADING = /^# (.+)$/m;

/** @param {import('typedoc').Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_, page) => {
    const text = page.content.map(({ text }) => text).join('');
    const heading = HEADING.exec(text)?.[1].replaceAll('`', '');
    if (heading) page.name = heading;
  });
}
