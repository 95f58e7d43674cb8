import type { Person } from '../people/index.ts';
import { isDuplicateKey } from '../platform/database.ts';
import { carryOn } from './carry-on.ts';
import type { DonationsDeps } from './deps.ts';
import { newDonation } from './give.ts';
import type { DonationRecord } from './store.ts';

/** What is left in an account that two members of staff close, with its holder's word. */
export interface RestOfAccount {
  /** Made of the closing: the same rest is given once however often it is asked. */
  readonly donationId: string;
  readonly owner: Person;
  readonly points: number;
  /** Who had the holder's word. */
  readonly userId: string;
}

/** Gives the rest of an account to its community's fund; the record that comes back says whether the ledger did it. */
export async function giveRest(
  deps: DonationsDeps,
  { donationId, owner, points, userId }: RestOfAccount,
): Promise<DonationRecord> {
  const from = owner.kind === 'person' ? 'own' : owner.kind;
  const request = { caller: 'account-closing', key: donationId, fingerprint: donationId };
  const record = await newDonation(deps, {
    donationId,
    request,
    personId: owner.personId,
    userId,
    from: { from, accountId: owner.accountId, homeUnit: owner.unitId },
    points,
  });
  try {
    await deps.donations.insertOne(record);
    return await carryOn(deps, record);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const first = await deps.donations.findOne({ _id: donationId });
    if (first === null) throw error;
    return carryOn(deps, first);
  }
}
