// Request bodies by name: a new one for each call, since some can be sent once only.
const TEXT = 'name=Ada&sign=ü';
const bytes = () => new TextEncoder().encode(TEXT);

const form = () => {
  const form = new FormData();
  form.append('name', 'Ada');
  form.append('file', new Blob(['a file'], { type: 'text/plain' }), 'file.txt');
  return form;
};

export const BODIES = {
  none: () => undefined,
  null: () => null,
  empty: () => '',
  string: () => TEXT,
  params: () => new URLSearchParams({ name: 'Ada', sign: 'ü' }),
  form,
  blob: () => new Blob([TEXT], { type: 'application/x-own' }),
  'untyped blob': () => new Blob([TEXT]),
  buffer: () => bytes().buffer,
  view: () => bytes().subarray(2, 9),
  'data view': () => new DataView(bytes().buffer, 1, 4),
  object: () => ({ toString: () => 'an object as text' }),
  stream: () =>
    new ReadableStream({
      start(controller) {
        controller.enqueue(bytes());
        controller.close();
      },
    }),
};
