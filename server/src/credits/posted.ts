import type { CreditCollection } from './store.ts';

/** Ids of the credits of a unit and below that were posted from one instant on and before another, in batches and in no order. */
export async function* postedIds(
  credits: CreditCollection,
  unitId: string,
  { from, before }: { readonly from: Date; readonly before: Date },
): AsyncGenerator<string> {
  const found = credits
    .find({ unitPath: unitId, state: 'posted', postedAt: { $gte: from, $lt: before } })
    .project<{ _id: string }>({ _id: 1 });
  for await (const { _id } of found) yield _id;
}
