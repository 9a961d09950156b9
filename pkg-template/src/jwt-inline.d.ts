// The module of `hallpass/jwt` as text, which the build puts beside the compiled files.
export function bytes(): Uint8Array<ArrayBuffer>;
