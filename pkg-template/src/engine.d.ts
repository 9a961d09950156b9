// What an engine works with, which the build puts beside the compiled files.
import type { EngineOptions, Page as Opened, Sink } from './load.js';

export declare const Page: new (options: EngineOptions, sink: Sink) => Opened;
