/**
 * `npm run import:ledger -- FILE --unit UNIT [--confirm] [--actor USER --approver USER] [--json]`
 * Reads a hand-kept ledger (.xlsx) for a unit. Without `--confirm` it only says what an import would do; with it, the
 * actor proposes, the approver confirms, and the accepted rows are posted. A local trial picks two of its own staff.
 * `--json` prints `{accepted, existing, rejected, residents, points, hours, errors: [{row, field, code}]}` as its last line.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type ImportSummary, importLedger, RefusedError } from './importing/import-ledger.ts';
import { isProduction } from './running/local-environment.ts';
import { readOptions } from './running/read-options.ts';
import { withApp } from './running/with-app.ts';

const USAGE = 'npm run import:ledger -- FILE --unit UNIT [--confirm] [--actor USER --approver USER] [--json]';

const { values, positionals } = readOptions({
  allowPositionals: true,
  options: {
    unit: { type: 'string' },
    confirm: { type: 'boolean', default: false },
    actor: { type: 'string' },
    approver: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

process.exitCode = await main();

async function main(): Promise<number> {
  const [file] = positionals;
  const { unit } = values;
  if (file === undefined || unit === undefined || positionals.length > 1) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  try {
    const bytes = await readFile(file);
    const summary = await withApp(({ context }) =>
      importLedger(context, {
        bytes,
        fileName: path.basename(file),
        unitId: unit,
        confirm: values.confirm,
        actor: values.actor,
        approver: values.approver,
        isTrial: !isProduction(process.env),
      }),
    );
    if (values.json) process.stdout.write(`${JSON.stringify(summary)}\n`);
    else printForPeople(summary);
    return 0;
  } catch (error) {
    if (values.json && error instanceof RefusedError)
      process.stdout.write(`${JSON.stringify({ refused: error.code })}\n`);
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

function printForPeople(summary: ImportSummary): void {
  const lines = [
    `${values.confirm ? 'posted' : 'accepted'}   ${summary.accepted}`,
    `existing   ${summary.existing}`,
    `rejected   ${summary.rejected}`,
    `residents  ${summary.residents}`,
    `points     ${summary.points}`,
    `hours      ${summary.hours}`,
    ...summary.errors.map(({ row, field, code }) => `✗ row ${row}, ${field}: ${code}`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  if (!values.confirm) process.stderr.write('This was a preview: nothing was posted. Add --confirm to post.\n');
}
