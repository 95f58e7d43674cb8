/** A process with a ledger of its own, told by its parent what to post. Arguments: connection string. */
import { createLedger } from '@red-points/server/ledger/index';
import { MongoClient } from 'mongodb';
import type { WorkerAnswer, WorkerRequest } from './ledger-process.ts';

const client = new MongoClient(process.argv[2] ?? '');
const ledger = createLedger({ db: client.db(), clock: { now: () => Date.now() } });

process.on('disconnect', () => process.exit());
process.on('message', (request: WorkerRequest) => {
  void answer(request);
});
send({ id: 0, ready: true });

async function answer({ id, command, dieBeforeReply }: WorkerRequest): Promise<void> {
  try {
    const outcome = await ('from' in command ? ledger.postPair(command) : ledger.post(command));
    if (dieBeforeReply) process.kill(process.pid, 'SIGKILL');
    else send({ id, outcome });
  } catch (error) {
    send({ id, error: error instanceof Error && 'code' in error ? String(error.code) : String(error) });
  }
}

function send(message: WorkerAnswer): void {
  process.send?.(message);
}
