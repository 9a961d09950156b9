/** The address that a browser names in the message of an import that failed: no member of the error has it. */
const ADDRESS = /https?:\S+/;

/**
 * Wraps the import of a part that is loaded late, so that no failure is final. Firefox keeps the failure of an import by its
 * address for as long as the page lives; by an address with another fragment it asks the server again.
 */
export function late<T>(load: () => Promise<T>): () => Promise<T> {
  let failures = 0;
  return () =>
    load().catch((cause) => {
      const [address] = ADDRESS.exec(cause?.message) ?? [];
      if (!failures++ || !address) throw cause;
      return import(/* @vite-ignore */ /* webpackIgnore: true */ /* turbopackIgnore: true */ `${address}#${failures}`);
    });
}
