// A thread starts without the loader that reads TypeScript, whichever program started it: register it, then go on.
import { register } from 'tsx/esm/api';

register();
await import('./pdf-thread.ts');
