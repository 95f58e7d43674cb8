import { isDuplicateKey } from '../platform/database.ts';
import type { CreditOutcome, CreditsDeps } from './deps.ts';
import { postCredits } from './post-credits.ts';
import { batchIdOf, publish } from './publish.ts';
import { type CreditDraft, type CreditRecord, creditIdOf } from './store.ts';

/** Makes credits of approved records that lack theirs, each once, and delivers them. */
export async function grantCredits(deps: CreditsDeps, drafts: readonly CreditDraft[]): Promise<CreditOutcome[]> {
  if (drafts.length === 0) return [];
  const records = await recordsOf(deps, drafts);
  try {
    await deps.credits.insertMany(records, { ordered: false });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
  return deliverCredits(deps, records);
}

/**
 * Posts credits whose window has closed already, and tells the sources. Safe to repeat after a process died anywhere in
 * between.
 */
export async function deliverCredits(deps: CreditsDeps, records: readonly CreditRecord[]): Promise<CreditOutcome[]> {
  const nowMs = deps.clock.now();
  const due = records.filter((record) => record.publicUntil.getTime() <= nowMs);
  const shown = records.filter((record) => record.publicUntil.getTime() > nowMs);
  // Before the sources are told: whose process dies here is taken up again by what they still say.
  await publish(deps, shown);
  const inPublicity = shown.map(({ source }) => ({ source, state: 'in_publicity' as const, refusal: null }));
  for (const source of deps.sources.values()) {
    const outcomes = inPublicity.filter((outcome) => outcome.source.kind === source.kind);
    if (outcomes.length > 0)
      await source.mark(outcomes.map(({ source: { id }, ...rest }) => ({ ...rest, sourceId: id })));
  }
  return [
    ...(await postCredits(deps, due)),
    ...inPublicity.map(({ source, ...rest }) => ({ ...rest, sourceId: source.id })),
  ];
}

/** The credits that drafts become, before anything has happened to them. */
export async function recordsOf(deps: CreditsDeps, drafts: readonly CreditDraft[]): Promise<CreditRecord[]> {
  const shown = drafts.filter((draft) => draft.publicUntil > draft.approvedAt);
  // Ages are sealed: they are opened only for those who would be shown.
  const shownAs = await deps.publicity.shownAs(shown.map(({ personId }) => personId));
  return drafts.map((draft) => ({
    ...draft,
    _id: creditIdOf(draft.source),
    state: 'in_publicity',
    listed: shownAs.get(draft.personId) !== 'hidden',
    batchId: batchIdOf(draft),
    grantedPoints: null,
    entrySeq: null,
    postedAt: null,
    refusal: null,
  }));
}
