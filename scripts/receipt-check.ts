/**
 * `npm run receipt:check -- --receipt FILE --digest FILE|HEX [--json]`: checks a receipt against a digest that was noted
 * somewhere. Needs nothing else: no database, no server, no network.
 *
 * Exits 0 where the receipt holds, 1 where it does not, 2 where there was nothing to check. `--json` prints
 * `{holds, step, fault, steps, entry}` as the last line.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sha256 } from '@red-points/server/platform/sha256';
import { readReceipt } from '@red-points/shared/contracts';
import { checkReceipt, type ReceiptCheck } from '@red-points/shared/domain/digests';
import { digestIn } from './receipts/digest-in.ts';
import { checkText, unreadableText } from './receipts/words.ts';
import { readOptions } from './running/read-options.ts';

const USAGE = 'Usage: npm run receipt:check -- --receipt FILE --digest FILE|HEX [--json]';
const EXIT_DOES_NOT_HOLD = 1;
const EXIT_NOTHING_CHECKED = 2;

try {
  const { values } = readOptions({
    options: { receipt: { type: 'string' }, digest: { type: 'string' }, json: { type: 'boolean', default: false } },
  });
  if (values.receipt === undefined || values.digest === undefined) throw new Error(USAGE);
  const [receiptFile, digestFile] = [whereCalled(values.receipt), whereCalled(values.digest)];
  if (!existsSync(receiptFile)) throw new Error(`There is no file ${values.receipt}.\n${USAGE}`);
  const published = digestIn(existsSync(digestFile) ? readFileSync(digestFile, 'utf8') : values.digest);
  if (published === null) throw new Error(`This is neither a digest nor a file with one: ${values.digest}\n${USAGE}`);
  const receipt = readReceipt(readFileSync(receiptFile, 'utf8'));
  const check = receipt === null ? null : checkReceipt(receipt, published, sha256);
  process.stdout.write(values.json ? `${JSON.stringify(resultOf(check))}\n` : textOf(check, published));
  process.exitCode = check?.holds === true ? 0 : EXIT_DOES_NOT_HOLD;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = EXIT_NOTHING_CHECKED;
}

/** npm runs commands in the project's folder; a file is meant where the person stands. */
function whereCalled(file: string): string {
  return path.resolve(process.env.INIT_CWD ?? process.cwd(), file);
}

function textOf(check: ReceiptCheck | null, published: string): string {
  return check === null ? unreadableText() : checkText(check, published);
}

/** What programs read: a file that is no receipt fails before the first step. */
function resultOf(check: ReceiptCheck | null): object {
  if (check === null) return { holds: false, step: null, fault: 'receipt_unreadable', steps: [], entry: null };
  const { holds, failed, steps, entry } = check;
  return { holds, step: failed?.step ?? null, fault: failed?.fault ?? null, steps, entry };
}
