import type { CreditsDeps } from './deps.ts';
import { issuedBelow } from './issued-below.ts';

/** Ids of the credits of a unit and below that were posted from one instant on and before another, in batches and in no order. */
export async function* postedIds(
  deps: Pick<CreditsDeps, 'credits' | 'orgUnits'>,
  unitId: string,
  { from, before }: { readonly from: Date; readonly before: Date },
): AsyncGenerator<string> {
  const issued = await issuedBelow(deps, unitId);
  const found = deps.credits
    .find({ ...issued, state: 'posted', postedAt: { $gte: from, $lt: before } })
    .project<{ _id: string }>({ _id: 1 });
  for await (const { _id } of found) yield _id;
}
