import { refuse } from '@red-points/shared/contracts';
import { available, type LedgerEntry } from '@red-points/shared/domain/ledger';
import type { PairOutcome, PostOutcome } from '../ledger/index.ts';
import type { DonationsDeps } from './deps.ts';
import { accountCommand, fundCommand } from './ledger-commands.ts';
import type { DonationRecord } from './store.ts';

/**
 * Asks the ledger for a donation that was written down, and writes down what came of it. The key is the donation's, so
 * that it is given once however often this is done, and by whomever.
 */
export async function carryOn(
  deps: Pick<DonationsDeps, 'donations' | 'ledger'>,
  donation: DonationRecord,
): Promise<DonationRecord> {
  if (donation.state !== 'created') return donation;
  const change = followOutcome(await post(deps, donation));
  const followed = await deps.donations.findOneAndUpdate(
    { _id: donation._id, state: 'created' },
    { $set: { ...change, nextCheckAt: null } },
    { returnDocument: 'after' },
  );
  if (followed !== null) return followed;
  const newest = await deps.donations.findOne({ _id: donation._id });
  if (newest === null) throw new Error('a donation vanished');
  return newest;
}

function post({ ledger }: Pick<DonationsDeps, 'ledger'>, donation: DonationRecord): Promise<PostOutcome | PairOutcome> {
  const { to } = donation;
  switch (to.kind) {
    case 'fund':
      return ledger.post(fundCommand(donation, to.unitId));
    case 'organisation':
      return ledger.postPair(accountCommand(donation, to));
    default:
      return to satisfies never;
  }
}

function followOutcome(outcome: PostOutcome | PairOutcome): Partial<DonationRecord> {
  if (outcome.status === 'refused') {
    return { state: 'refused', refusal: refuse(`ledger_${outcome.refusal.code}`, outcome.refusal.detail) };
  }
  const entry: LedgerEntry = 'entry' in outcome ? outcome.entry : outcome.from;
  return {
    state: 'posted',
    postedAt: new Date(entry.recordedAtMs),
    entrySeq: entry.seq,
    entryHash: entry.hash,
    availableAfter: available(entry.state, entry.recordedAtMs),
  };
}
