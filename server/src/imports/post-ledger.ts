import { startOfBusinessDay } from '@red-points/shared/domain/calendar';
import type { EarnCommand } from '@red-points/shared/domain/ledger';
import type { AnyBulkWriteOperation } from 'mongodb';
import type { AccountChoice } from '../accounts/index.ts';
import type { Person } from '../people/index.ts';
import { reservationOf } from './budget-source.ts';
import type { ImportsDeps } from './deps.ts';
import type { LineOutcome, OpenedLine } from './kind-work.ts';
import type { ImportDocument, ImportLine, ImportRow } from './store.ts';

/**
 * Posts lines of a ledger: people that are missing are entered, each entry becomes one import row and one transaction.
 *
 * @throws what the ledger throws when it is busy or cannot settle an outcome; run it again then.
 */
export async function postLedgerLines(
  deps: ImportsDeps,
  document: ImportDocument,
  read: readonly OpenedLine[],
): Promise<LineOutcome[]> {
  const rows = await keepRows(deps, document, read);
  const own = read.map(({ line }) => {
    const row = rows.get(hexOf(line));
    if (row === undefined) throw new Error('an import row that was just kept is missing');
    return row;
  });
  const outcomes = await postRows(
    deps,
    own.filter(({ importId }) => importId === document._id),
  );
  return own.map((row): LineOutcome => {
    // Another import took the same entry in between this one's preview and its confirmation.
    if (row.importId !== document._id) return { kind: 'existing', change: { rowId: row._id } };
    return outcomes.get(row._id) === 'posted'
      ? { kind: 'written', change: { rowId: row._id, personId: row.personId }, ownerId: row.personId }
      : { kind: 'refused', code: 'account_closed', change: { rowId: row._id } };
  });
}

/** Gives each line its import row: the one that exists for its identity, or a new one under a random id. */
async function keepRows(
  deps: ImportsDeps,
  document: ImportDocument,
  read: readonly OpenedLine[],
): Promise<Map<string, ImportRow>> {
  const lines = read.map(({ line }) => line);
  const kept = await findRows(deps, document.unitId, lines);
  const missing = read.filter(({ line }) => {
    const row = kept.get(hexOf(line));
    return row === undefined || row.state === 'refused';
  });
  if (missing.length === 0) return kept;
  const people = await peopleOf(deps, document, missing);
  // As with their expiry, what counts for imported points is when they are taken over.
  const accounts = await deps.accounts.creditedMany([...new Set(people.values())], deps.platform.clock.now());
  const rows = await Promise.all(
    missing.map(async ({ line }) => {
      const person = people.get(line._id);
      const account = person === undefined ? undefined : accounts.get(person.personId);
      if (person === undefined || account === undefined) throw new Error('a line to post has no person');
      const row = newRow(deps, document, line, person, account);
      return { line, row: { ...row, reservationId: await reservationOf(deps, row) } };
    }),
  );
  const writes = rows.map(({ line, row }): AnyBulkWriteOperation<ImportRow> => {
    const { unitId, identity, ...fresh } = row;
    if (kept.get(hexOf(line))?.state !== 'refused') {
      return { updateOne: { filter: { unitId, identity }, update: { $setOnInsert: fresh }, upsert: true } };
    }
    // What the ledger refused once was never posted: the entry is this import's to try again, under its own id.
    const { _id, ...again } = fresh;
    return { updateOne: { filter: { unitId, identity, state: 'refused' }, update: { $set: again } } };
  });
  await deps.store.rows.bulkWrite(writes, { ordered: false });
  return findRows(deps, document.unitId, lines);
}

async function findRows(
  deps: ImportsDeps,
  unitId: string,
  lines: readonly ImportLine[],
): Promise<Map<string, ImportRow>> {
  const identities = lines.flatMap(({ identity }) => (identity === null ? [] : [identity]));
  const rows = await deps.store.rows.find({ unitId, identity: { $in: identities } }).toArray();
  return new Map(rows.map((row) => [row.identity.toString('hex'), row]));
}

/**
 * The person of each line. People that nobody knows are entered, one for each phone: in a hand-kept ledger a phone is a
 * person, and a second name beside it a slip of the pen that the preview has warned of.
 */
async function peopleOf(
  deps: ImportsDeps,
  document: ImportDocument,
  lines: readonly OpenedLine[],
): Promise<Map<string, Person>> {
  const wanted = lines.map(({ line, texts }) => {
    if (line.unitId === null) throw new Error('an accepted line lacks its unit');
    const { name, phone } = texts;
    if (name === undefined || phone === undefined) throw new Error('an accepted line names nobody');
    return { lineId: line._id, name, phone, unitId: line.unitId };
  });
  const known = await deps.people.find(wanted);
  const people = new Map<string, Person>();
  const missing = new Map<string, (typeof wanted)[number]>();
  for (const [index, one] of wanted.entries()) {
    const person = known[index];
    if (person) people.set(one.lineId, person);
    else if (!missing.has(one.phone)) missing.set(one.phone, one);
  }
  const newcomers = [...missing.values()];
  const found = await deps.people.findOrEnter(newcomers, confirmerOf(document));
  const byPhone = new Map(newcomers.map(({ phone }, index) => [phone, found[index]?.person]));
  for (const { lineId, phone } of wanted) {
    const person = people.get(lineId) ?? byPhone.get(phone);
    if (person !== undefined) people.set(lineId, person);
  }
  return people;
}

function newRow(
  deps: ImportsDeps,
  document: ImportDocument,
  line: ImportLine,
  person: Person,
  account: AccountChoice,
): ImportRow {
  const { identity, date, category, minutes, points } = line;
  if (identity === null || date === null || category === null || minutes === null || points === null) {
    throw new Error('an accepted line lacks a part');
  }
  return {
    _id: deps.platform.ids.next(),
    unitId: document.unitId,
    identity,
    importId: document._id,
    state: 'pending',
    refusal: null,
    accountId: account.accountId,
    householdId: account.householdId,
    personId: person.personId,
    homeUnitId: account.homeUnit,
    date,
    category,
    minutes,
    points,
    rule: line.rule,
    filedBy: document.proposedBy ?? document.uploadedBy,
    confirmedBy: confirmerOf(document),
    createdAt: new Date(deps.platform.clock.now()),
    seq: null,
  };
}

function confirmerOf(document: ImportDocument): string {
  if (document.confirmedBy === null) throw new Error('an import is posted that nobody confirmed');
  return document.confirmedBy;
}

/** Posts each row under the key that only it has, and writes down what came of them. */
async function postRows(
  deps: ImportsDeps,
  rows: readonly ImportRow[],
): Promise<ReadonlyMap<string, 'posted' | 'refused'>> {
  const changes: AnyBulkWriteOperation<ImportRow>[] = [];
  const outcomes = await Promise.all(
    rows.map(async (row) => {
      if (row.state === 'posted') return 'posted' as const;
      const { accountId, homeUnitId: homeUnit, householdId = null } = row;
      const chosen = { accountId, homeUnit, householdId };
      const { outcome } = await deps.accounts.earn({
        personId: row.personId,
        chosen,
        commandFor: (account) => earnCommand(row, account),
        moveTo: ({ accountId, householdId, homeUnit: homeUnitId }) =>
          deps.store.rows.updateOne(
            { _id: row._id, state: 'pending' },
            { $set: { accountId, householdId, homeUnitId } },
          ),
      });
      const change =
        outcome.status === 'posted'
          ? { state: 'posted' as const, seq: outcome.entry.seq }
          : { state: 'refused' as const, refusal: outcome.refusal.code };
      changes.push({ updateOne: { filter: { _id: row._id }, update: { $set: change } } });
      return outcome.status;
    }),
  );
  if (changes.length > 0) await deps.store.rows.bulkWrite(changes, { ordered: false });
  return new Map(rows.map(({ _id }, index) => [_id, outcomes[index] ?? 'refused']));
}

/** What a row's entry is posted under. */
export const rowKey = (rowId: string): string => `import:${rowId}`;

/** The command is made of the row alone, never of the sheet: a repeat asks for exactly the same. */
function earnCommand(row: ImportRow, account: AccountChoice): EarnCommand {
  return {
    kind: 'earn',
    account: account.accountId,
    key: rowKey(row._id),
    counterparty: { kind: 'issuance', id: row.unitId },
    source: { kind: 'import_row', id: row._id },
    actors: [
      { part: 'filer', id: row.filedBy },
      { part: 'approver', id: row.confirmedBy },
      { part: 'beneficiary', id: row.personId },
    ],
    issuerUnit: row.unitId,
    homeUnit: account.homeUnit,
    effectiveAtMs: startOfBusinessDay(row.date),
    points: row.points,
    minutes: row.minutes,
    category: row.category,
    provenance: 'imported',
    rule: row.rule,
    expiry: { kind: 'end_of_next_year', from: 'recorded' },
    caps: [],
  };
}

function hexOf(line: ImportLine): string {
  return line.identity?.toString('hex') ?? '';
}
