// node scripts/run.mjs FILE.ts [ARGUMENT]…
// Installs what is missing, then hands over to TypeScript in the same process, so that signals reach it.
import { ensureInstalled } from './install.mjs';

ensureInstalled();
const { register } = await import('tsx/esm/api');
register();
const [file] = process.argv.splice(2, 1);
await import(`./${file}`);
