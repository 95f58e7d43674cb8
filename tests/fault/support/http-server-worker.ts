/** A whole server process: HTTP, jobs, live events. Argument: its configuration as JSON. */
import type { ServerConfig } from '@red-points/server/config';
import { startServer } from '@red-points/server/main';

const config = JSON.parse(process.argv[2] ?? '{}') as ServerConfig;
const { url } = await startServer(config);
process.on('disconnect', () => process.exit());
process.send?.({ url });
