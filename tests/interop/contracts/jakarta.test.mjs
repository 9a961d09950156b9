import { speaksTheContract } from '../harness/hallpass.mjs';

speaksTheContract('jakarta', { json: false });
