import type { RuleLine, RuleVersion } from '@red-points/shared/contracts';
import { type EmergencyOn, lastDayOf, phaseOf, type VersionPhase } from '@red-points/shared/domain/rules';
import type { IsOwnSignIn } from '../auth/index.ts';
import { factsOf, type RuleVersionFacts, type RuleVersionRecord, termsOf } from './store.ts';

/** One version as the API shows it, with where it stands. */
export interface PlacedVersion {
  readonly record: RuleVersionRecord;
  readonly facts: RuleVersionFacts;
  readonly phase: VersionPhase;
  /** A draft that a newer draft set aside. */
  readonly setAside: boolean;
}

/** Places all versions of one rule on a day, newest first. */
export function place(
  records: readonly RuleVersionRecord[],
  date: string,
  emergency: EmergencyOn | null,
): PlacedVersion[] {
  const all = records.map(factsOf);
  return records
    .map((record, index) => {
      const facts = all[index] ?? factsOf(record);
      const on = emergency !== null;
      const held = phaseOf(facts, all, date, on);
      const suspended = held === 'in_force' && emergency?.suspendedCodes.includes(record.code) === true;
      return {
        record,
        facts,
        phase: suspended ? ('suspended' as const) : held,
        setAside: record.publishedAt === null && record.state !== 'draft',
      };
    })
    .sort((left, right) => right.record.version - left.record.version);
}

const HOLDING: ReadonlySet<VersionPhase> = new Set(['scheduled', 'in_force', 'standby', 'suspended']);

/** Draft, published (holds or will), or retired (never again). */
export function stateOf({ phase, setAside }: PlacedVersion): RuleVersion['state'] {
  if (phase === 'draft') return setAside ? 'retired' : 'draft';
  return HOLDING.has(phase) ? 'published' : 'retired';
}

/** A version as the API shows it. */
export function versionView(placed: PlacedVersion, all: readonly PlacedVersion[]): RuleVersion {
  const { code, version, unitId, createdAt, publishedAt, retiredAt, adoption = null } = placed.record;
  return {
    code,
    version,
    state: stateOf(placed),
    phase: placed.phase,
    unitId,
    terms: termsOf(placed.record),
    adoption,
    lastDay:
      publishedAt === null
        ? null
        : lastDayOf(
            placed.facts,
            all.map(({ facts }) => facts),
          ),
    createdAt: createdAt.toISOString(),
    publishedAt: publishedAt?.toISOString() ?? null,
    retiredAt: retiredAt?.toISOString() ?? null,
  };
}

/** What says most about a rule: what holds today, else what will, what could, what is drafted, what was. */
const TELLING: readonly VersionPhase[] = ['in_force', 'suspended', 'scheduled', 'standby', 'draft'];

/** The one version that stands for a rule in a list. */
export function representative(placed: readonly PlacedVersion[]): PlacedVersion | undefined {
  for (const phase of TELLING) {
    const found = placed.find((each) => each.phase === phase && !each.setAside);
    if (found !== undefined) return found;
  }
  return placed.find(({ setAside }) => !setAside) ?? placed[0];
}

/**
 * A rule as a line of a list.
 * @param isOwn which sign-ins are those of who may publish; null for everybody else, who see no drafts
 */
export function lineView(shown: PlacedVersion, all: readonly PlacedVersion[], isOwn: IsOwnSignIn | null): RuleLine {
  const next = all.filter((each) => each.phase === 'scheduled' && each !== shown).at(-1);
  const draft = all.find((each) => each.phase === 'draft' && !each.setAside);
  return {
    ...versionView(shown, all),
    next: next === undefined ? null : { version: next.record.version, from: next.facts.validFrom },
    draft:
      draft === undefined || isOwn === null
        ? null
        : { version: draft.record.version, mayPublish: !isOwn(draft.record.draftedBy) },
  };
}

/** Versions by the code of their rule. */
export function byCode(records: readonly RuleVersionRecord[]): ReadonlyMap<string, RuleVersionRecord[]> {
  const codes = new Map<string, RuleVersionRecord[]>();
  for (const record of records) {
    const known = codes.get(record.code);
    if (known === undefined) codes.set(record.code, [record]);
    else known.push(record);
  }
  return codes;
}
