import type { CreditCollection, CreditRecord } from './store.ts';

/** Where a reader of approved credits has come to. */
export interface ApprovedPlace {
  readonly approvedAt: Date;
  readonly id: string;
}

/** Approved credits in the order of approval, from behind a place: for who looks over them as they come. */
export function approvedAfter(credits: CreditCollection, after: ApprovedPlace, limit: number): Promise<CreditRecord[]> {
  const { approvedAt, id } = after;
  return credits
    .find({ $or: [{ approvedAt: { $gt: approvedAt } }, { approvedAt, _id: { $gt: id } }] })
    .sort({ approvedAt: 1, _id: 1 })
    .limit(limit)
    .toArray();
}
