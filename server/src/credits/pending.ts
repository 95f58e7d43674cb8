import type { PendingCredit } from '../people/index.ts';
import type { CreditsDeps } from './deps.ts';

/** What accounts wait for (待入账): credits in publicity or objected to, and what still waits for review. */
export async function pendingCredits(
  deps: CreditsDeps,
  accountIds: readonly string[],
): Promise<ReadonlyMap<string, readonly PendingCredit[]>> {
  const [credits, ...waiting] = await Promise.all([
    deps.credits.find({ accountId: { $in: [...accountIds] }, state: { $in: ['in_publicity', 'objected'] } }).toArray(),
    ...[...deps.sources.values()].map(async (source) => ({ source, items: await source.waiting(accountIds) })),
  ]);
  const pending = new Map<string, PendingCredit[]>();
  const add = (accountId: string, credit: PendingCredit): void => {
    const known = pending.get(accountId);
    if (known === undefined) pending.set(accountId, [credit]);
    else known.push(credit);
  };
  for (const credit of credits) {
    add(credit.accountId, {
      creditId: credit._id,
      title: credit.title,
      category: credit.category,
      points: credit.points,
      minutes: credit.minutes,
      effectiveAtMs: credit.effectiveAt.getTime(),
      publicUntilMs: credit.publicUntil.getTime(),
      state: credit.state === 'objected' ? 'objected' : 'in_publicity',
    });
  }
  for (const { source, items } of waiting) {
    for (const { id, accountId, effectiveAt, ...item } of items) {
      const facts = { ...item, effectiveAtMs: effectiveAt.getTime(), publicUntilMs: null };
      add(accountId, { ...facts, creditId: `${source.kind}:${id}`, state: 'waiting_review' });
    }
  }
  for (const list of pending.values()) list.sort((left, right) => right.effectiveAtMs - left.effectiveAtMs);
  return pending;
}
