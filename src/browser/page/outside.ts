// What judges an answer where there is no page, on a server: the entry of a bundle of its own.
export { enclose } from './initial.js';
export { reading } from './reading.js';
export type { Answer, Reading } from './reading.js';
