/** A process with many clients that move points about at random until it is killed. Argument: its settings as JSON. */
import { seededRandom } from '@red-points/scripts/demo/random';
import { createLedger, LedgerBusyError, OutcomeUnknownError, type PostOutcome } from '@red-points/server/ledger/index';
import { MongoClient } from 'mongodb';
import { ledgerContext, spendCommand } from '../../support/ledger-commands.ts';
import type { BankSettings } from './bank.ts';
import { giveCommand } from './posting-load.ts';

const { uri, name, seed, accounts, clients } = JSON.parse(process.argv[2] ?? '{}') as BankSettings;
const client = new MongoClient(uri);
const ledger = createLedger({ db: client.db(), clock: { now: () => Date.now() } });
process.on('disconnect', () => process.exit());
process.send?.({ ready: true });
await Promise.all(Array.from({ length: clients }, (_, number) => moveForEver(number)));

async function moveForEver(number: number): Promise<never> {
  const random = seededRandom(seed).fork(`${name} ${number}`);
  for (let turn = 0; ; turn += 1) {
    try {
      await move(`bank:${name}:${number}:${turn}`);
    } catch (error) {
      // The database may be slow; what came of it is the bank's business, not this client's.
      if (!(error instanceof OutcomeUnknownError) && !(error instanceof LedgerBusyError)) throw error;
    }
  }

  /** Points go to another account, or to a shop and perhaps back. Refusals are right here: some accounts run empty. */
  async function move(key: string): Promise<void> {
    const points = random.between(1, 40);
    const [from = '', to = ''] = random.sample(accounts, 2);
    if (random.next() < 0.5) {
      await ledger.postPair(giveCommand(from, to, key, points));
      return;
    }
    const shop = spendCommand(from, key, points);
    const held = await ledger.post({ ...shop, kind: 'hold', holdId: key, holdExpiresAtMs: shop.effectiveAtMs });
    if (held.status === 'refused') return;
    const kind = random.pick(['capture', 'release'] as const);
    const ended = await ledger.post({ ...ledgerContext(from, `${key}:end`), kind, holdId: key });
    if (kind === 'capture') await refund(`${key}:refund`, from, points, ended);
  }

  async function refund(key: string, account: string, points: number, captured: PostOutcome): Promise<void> {
    if (captured.status === 'refused') throw new Error(`a capture was refused: ${captured.refusal.code}`);
    const { seq: originalSeq } = captured.entry;
    await ledger.post({ ...ledgerContext(account, key), kind: 'refund', originalSeq, points });
  }
}
