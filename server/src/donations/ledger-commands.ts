import type { DonateCommand, DonatePairCommand } from '@red-points/shared/domain/ledger';
import { type DonationRecord, donationKey } from './store.ts';

function common(donation: DonationRecord) {
  return {
    key: donationKey(donation._id),
    source: { kind: 'donation', id: donation._id },
    actors: [
      { part: 'donor', id: donation.personId },
      { part: 'operator', id: donation.userId },
    ],
    issuerUnit: donation.issuerUnit,
    effectiveAtMs: donation.createdAt.getTime(),
    points: donation.points,
  } as const;
}

/** To a fund: one entry, whose other side is the community's fund. */
export function fundCommand(donation: DonationRecord, unitId: string): DonateCommand {
  return {
    ...common(donation),
    kind: 'donate',
    account: donation.accountId,
    homeUnit: donation.homeUnit,
    counterparty: { kind: 'fund', id: unitId },
  };
}

/** To an organisation: two linked entries, both or neither. */
export function accountCommand(
  donation: DonationRecord,
  to: { readonly accountId: string; readonly homeUnit: string },
): DonatePairCommand {
  return {
    ...common(donation),
    kind: 'donate',
    from: donation.accountId,
    to: to.accountId,
    homeUnits: { from: donation.homeUnit, to: to.homeUnit },
  };
}
