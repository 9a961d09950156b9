/** The address of the module: what a bundler makes of the import that takes `.wasm` for a file. */
declare const url: string;
export default url;
