/**
 * `npm run ledger:verify [-- --json] [-- --account ID]`: replays the whole ledger, or one account's history, and matches it
 * with everything that must agree with it. Changes nothing and may run beside a server.
 *
 * `--json` prints `{accounts, transactions, bad: [{account, seq, code}], digest}` as the last line; a row that is about
 * something beside an entry has `about: {kind, id}` as well. Exits 0 where everything holds, 1 where anything is bad, 2 where
 * it could not be found out.
 */
import { type VerifyResult, verifyLedger } from '@red-points/server/ledger/index';
import { ledgerChecks } from '@red-points/server/ledger-checks';
import { isAccountId } from '@red-points/shared/domain/ledger';
import { MongoClient } from 'mongodb';
import { readOptions } from './running/read-options.ts';
import { withDatabase } from './running/with-database.ts';
import { createProgressBar } from './verifying/progress.ts';
import { reportText } from './verifying/report.ts';

const USAGE = 'Usage: npm run ledger:verify [-- --json] [--account ID]';
const EXIT_BAD = 1;
const EXIT_UNKNOWN = 2;

try {
  const { values } = readOptions({
    options: { json: { type: 'boolean', default: false }, account: { type: 'string' } },
  });
  if (values.account !== undefined && !isAccountId(values.account))
    throw new Error(`No account has such an id.\n${USAGE}`);
  const result = await withDatabase((uri) => verify(uri, values.account));
  if (values.account !== undefined && result.accounts === 0 && result.bad.length === 0) {
    throw new Error(`No account ${values.account} in this ledger.`);
  }
  process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : reportText(result));
  process.exitCode = result.bad.length === 0 ? 0 : EXIT_BAD;
} catch (error) {
  process.stderr.write(`The ledger was not verified: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = EXIT_UNKNOWN;
}

async function verify(uri: string, account: string | undefined): Promise<VerifyResult> {
  const client = new MongoClient(uri);
  const bar = createProgressBar(process.stderr, () => performance.now());
  try {
    const db = client.db();
    return await verifyLedger({
      db,
      checks: ledgerChecks({ db, account: account ?? null }),
      ...(account === undefined ? {} : { account }),
      onProgress: bar.draw,
    });
  } finally {
    bar.end();
    await client.close();
  }
}
