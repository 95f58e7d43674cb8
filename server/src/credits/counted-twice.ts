import { entryId } from '@red-points/shared/domain/ledger';
import { isReversed } from '../ledger/index.ts';
import type { CreditsDeps } from './deps.ts';
import { type CreditRecord, onceKeyOf } from './store.ts';

/** A credit that stands twice once two records are found to be one person's. */
export interface CountedTwice {
  readonly title: string;
  readonly effectiveAt: Date;
}

type Found = Pick<CreditRecord, 'state' | 'title' | 'effectiveAt' | 'accountId' | 'entrySeq'> & { onceKey: string };

/**
 * An activity for which two records of one person both have a credit that stands: approved, and not reversed; null where
 * there is none. Two ranges of the index by which one activity is credited once.
 */
export async function countedTwice(
  deps: Pick<CreditsDeps, 'credits' | 'ledger'>,
  one: string,
  other: string,
): Promise<CountedTwice | null> {
  const [ofOne, ofOther] = await Promise.all([creditsOf(deps, one), creditsOf(deps, other)]);
  for (const [activityId, credit] of ofOne) {
    const twin = ofOther.get(activityId);
    if (twin === undefined) continue;
    if ((await stands(deps, credit)) && (await stands(deps, twin))) return credit;
  }
  return null;
}

async function creditsOf({ credits }: Pick<CreditsDeps, 'credits'>, personId: string): Promise<Map<string, Found>> {
  const prefix = onceKeyOf(personId, '');
  const found = await credits
    .find({ onceKey: { $gte: prefix, $lt: `${prefix}\uffff` }, state: { $ne: 'refused' } })
    .project<Found>({ onceKey: 1, state: 1, title: 1, effectiveAt: 1, accountId: 1, entrySeq: 1 })
    .toArray();
  return new Map(found.map((credit) => [credit.onceKey.slice(prefix.length), credit]));
}

async function stands({ ledger }: Pick<CreditsDeps, 'ledger'>, { accountId, entrySeq }: Found): Promise<boolean> {
  return entrySeq === null || !(await isReversed(ledger, entryId(accountId, entrySeq)));
}
