// As much of Node as the program uses: the types of all of Node would change those of a browser.
declare module 'node:process' {
  const process: {
    argv: string[];
    exitCode?: number;
    stdout: { write(text: string): unknown };
    stderr: { write(text: string): unknown };
  };
  export default process;
}
