// npm start: installs what is missing, then hands over to TypeScript in the same process, so that signals reach it.
import { ensureInstalled } from './install.mjs';

ensureInstalled();
const { register } = await import('tsx/esm/api');
register();
await import('./start.ts');
