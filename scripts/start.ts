/**
 * npm start [-- --lan]
 * Without MONGODB_URI a local trial: embedded database, demo data, loopback (or, by --lan, the local network with TLS).
 * With MONGODB_URI a server of a real installation: nothing is embedded or made up.
 */
import { parseArgs } from 'node:util';
import { boundHeapGrowth } from '@red-points/server/platform/heap';
import { isProduction } from './running/local-environment.ts';
import { startProduction } from './running/production.ts';
import { startTrial } from './running/trial.ts';

boundHeapGrowth();
const { values } = parseArgs({ options: { lan: { type: 'boolean', default: false } } });
await (isProduction(process.env) ? startProduction(process.env) : startTrial(process.env, values));
