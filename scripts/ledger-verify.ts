/**
 * `npm run ledger:verify [-- --json]`: replays the whole ledger and matches it with attendances, claims, import rows and
 * redemptions. `--json` prints `{accounts, transactions, bad, digest}` as the last line. Exits 1 where anything is bad.
 */
import { parseArgs } from 'node:util';
import { type VerifyResult, verifyLedger } from '@red-points/server/ledger/index';
import { ledgerChecks } from '@red-points/server/ledger-checks';
import { MongoClient } from 'mongodb';
import { withDatabase } from './running/with-database.ts';

const BAR_WIDTH = 30;
let barEnded = false;

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });

try {
  const result = await withDatabase(verify);
  if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else printForPeople(result);
  process.exitCode = result.bad.length === 0 ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function verify(uri: string): Promise<VerifyResult> {
  const client = new MongoClient(uri);
  try {
    const db = client.db();
    return await verifyLedger({ db, checks: ledgerChecks({ db, account: null }), onProgress: drawBar });
  } finally {
    await client.close();
  }
}

function drawBar(done: number, total: number): void {
  if (barEnded) return;
  const share = total === 0 ? 1 : Math.min(1, done / total);
  barEnded = share === 1;
  const filled = Math.round(share * BAR_WIDTH);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}`;
  const line = `${bar} ${Math.floor(share * 100)} %  ${done} / ${total} transactions`;
  if (process.stderr.isTTY) process.stderr.write(`\r${line}${share === 1 ? '\n' : ''}`);
  else if (share === 1) process.stderr.write(`${line}\n`);
}

function printForPeople({ accounts, transactions, bad, digest }: VerifyResult): void {
  process.stdout.write(`accounts      ${accounts}\ntransactions  ${transactions}\ndigest        ${digest}\n`);
  for (const { account, seq, code } of bad) {
    const place = seq === 0 ? 'no transaction' : `transaction ${seq}`;
    process.stdout.write(`✗ account ${account}, ${place}: ${code}\n`);
  }
  process.stdout.write(bad.length === 0 ? 'Everything holds.\n' : `${bad.length} accounts do not hold.\n`);
}
