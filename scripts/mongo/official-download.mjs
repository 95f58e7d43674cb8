// Runs in a process of its own, so that a download that hangs can be ended: node official-download.mjs FOLDER
// Prints the path of the binary on standard output.
import { MongoBinary } from 'mongodb-memory-server-core/lib/util/MongoBinary.js';

const downloadDir = process.argv[2];
if (!downloadDir) throw new Error('usage: node official-download.mjs FOLDER');
process.stdout.write(await MongoBinary.getPath({ downloadDir, checkMD5: true }));
