/** npm run db:uri: prints the connection string of the local trial's database, for mongosh and other tools. */
import { dataFolder, runningUri } from './mongo/index.ts';

const uri = await runningUri(dataFolder());
if (uri) {
  process.stdout.write(`${uri}\n`);
} else {
  process.stderr.write(`The embedded database of ${dataFolder()} does not run now. Start it by: npm start\n`);
  process.exitCode = 1;
}
