import type { StatementLine } from '@red-points/shared/contracts';
import type { EntryKind, LedgerEntry } from '@red-points/shared/domain/ledger';
import { receiptCode } from '@red-points/shared/domain/people';
import type { Users } from '../auth/index.ts';
import { type Ledger, reversedEntries } from '../ledger/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { NamedOwner } from './read.ts';
import type { SourceTitle, SourceTitleResolver } from './types.ts';

type SourceKind = LedgerEntry['source']['kind'];

/** What an entry is called where nobody knows its record any more. */
const KIND_TITLES: Readonly<Record<EntryKind, string>> = {
  earn: '积分入账',
  hold: '兑换中',
  capture: '兑换',
  release: '兑换未完成，积分退回',
  spend: '兑换',
  refund: '退还积分',
  reverse: '更正',
  expire: '积分到期',
  adjust: '积分调整',
  donate: '捐赠积分',
  join: '账户合并',
  close: '账户关闭',
};

export interface LinesDeps {
  readonly ledger: Pick<Ledger, 'entries'>;
  readonly orgUnits: OrgUnits;
  readonly users: Users;
  readonly personNames: (personIds: readonly string[]) => Promise<ReadonlyMap<string, NamedOwner>>;
  readonly resolvers: ReadonlyMap<SourceKind, SourceTitleResolver>;
}

/** Titles of records by `<kind>:<id>`: one query per kind of record, however many records. Kinds nobody knows are left out. */
export async function titlesOf(
  deps: Pick<LinesDeps, 'resolvers'>,
  sources: readonly { readonly kind: string; readonly id: string }[],
): Promise<Map<string, SourceTitle>> {
  const byKind = new Map<string, Set<string>>();
  for (const { kind, id } of sources) byKind.set(kind, (byKind.get(kind) ?? new Set()).add(id));
  const titles = new Map<string, SourceTitle>();
  await Promise.all(
    [...byKind].map(async ([kind, ids]) => {
      const found = await deps.resolvers.get(kind as SourceKind)?.([...ids]);
      for (const [id, title] of found ?? []) titles.set(`${kind}:${id}`, title);
    }),
  );
  return titles;
}

interface ActorNames {
  readonly staff: ReadonlyMap<string, string>;
  readonly people: ReadonlyMap<string, NamedOwner>;
}

async function actorsOf(deps: LinesDeps, entries: readonly LedgerEntry[]): Promise<ActorNames> {
  const ids = [...new Set(entries.flatMap(({ actors }) => actors.map(({ id }) => id)))];
  const staff = await deps.users.names(ids);
  const people = await deps.personNames(ids.filter((id) => !staff.has(id)));
  return { staff, people };
}

/** The parts in which an entry names the member of a household or organisation that it is for. */
export const MEMBER_PARTS = ['beneficiary', 'spender', 'donor'] as const;

/** The person id of the member that an entry is for; null where it names none. */
export const memberNamed = ({ actors }: Pick<LedgerEntry, 'actors'>): string | null =>
  actors.find(({ part }) => (MEMBER_PARTS as readonly string[]).includes(part))?.id ?? null;

/** Which member a shared account's entry is for, masked, for those who share it less; null in a person's own account. */
function memberOf(entry: LedgerEntry, people: ActorNames['people'], reader: 'staff' | 'resident'): string | null {
  const named = memberNamed(entry);
  const member = named === null ? undefined : people.get(named);
  return member === undefined || member.accountId === entry.account
    ? null
    : reader === 'staff'
      ? member.masked
      : member.amongFamily;
}

function titleOf(entry: LedgerEntry, source: SourceTitle | undefined): string {
  if (source === undefined) return KIND_TITLES[entry.kind];
  // What comes back to the account that another was joined into stands there as an adjustment.
  const givenBack = entry.kind === 'adjust' && entry.source.kind === 'redemption';
  if (givenBack) return `${KIND_TITLES.refund} · ${source.title}`;
  return entry.kind === 'reverse' || entry.kind === 'refund' || entry.kind === 'release'
    ? `${KIND_TITLES[entry.kind]} · ${source.title}`
    : source.title;
}

/**
 * Statement lines of entries, in the order given. Staff read who acted; residents read the office that acted, and other
 * people masked.
 */
export async function statementLines(
  deps: LinesDeps,
  entries: readonly LedgerEntry[],
  reader: 'staff' | 'resident',
): Promise<StatementLine[]> {
  const originals = await reversedEntries(deps.ledger, entries);
  const [titles, actors, units] = await Promise.all([
    titlesOf(
      deps,
      [...entries, ...originals.values()].map(({ source }) => source),
    ),
    actorsOf(deps, entries),
    deps.orgUnits.all(),
  ]);
  return entries.map((entry) => {
    const source = titles.get(`${entry.source.kind}:${entry.source.id}`);
    const original = originals.get(entry._id)?.source;
    const named = original === undefined ? source : titles.get(`${original.kind}:${original.id}`);
    const office = units.get(entry.issuerUnit)?.name ?? entry.issuerUnit;
    const nameOf = (id: string): string => {
      const staffName = actors.staff.get(id);
      if (staffName !== undefined) return reader === 'staff' ? staffName : office;
      return actors.people.get(id)?.masked ?? '系统';
    };
    return {
      entryId: entry._id,
      seq: entry.seq,
      kind: entry.kind,
      points: entry.points,
      minutes: entry.minutes,
      balanceAfter: entry.state.lots.reduce((sum, { points }) => sum + points, 0),
      holdPoints: entry.hold?.points ?? null,
      owedChange: entry.owedChange,
      owedAfter: entry.state.owed,
      title: titleOf(entry, named),
      place: named?.place ?? (entry.kind === 'earn' ? office : null),
      category: entry.category,
      provenance: entry.provenance,
      ruleCode: entry.rule?.code ?? null,
      ruleVersion: entry.rule?.version ?? null,
      member: memberOf(entry, actors.people, reader),
      actors: entry.actors.map(({ part, id }) => ({ part, name: nameOf(id) })),
      sourceKind: entry.source.kind,
      sourceId: entry.source.id,
      refersToSeq: entry.refersTo ?? null,
      reason: source?.reason ?? null,
      effectiveAt: new Date(entry.effectiveAtMs).toISOString(),
      recordedAt: new Date(entry.recordedAtMs).toISOString(),
      receiptCode: receiptCode(entry.hash),
      hash: entry.hash,
    };
  });
}
