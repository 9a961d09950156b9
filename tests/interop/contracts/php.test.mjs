import { speaksTheContract } from '../harness/hallpass.mjs';

speaksTheContract('php', { json: true });
