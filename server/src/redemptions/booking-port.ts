import type { Refusal } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { Collection } from 'mongodb';
import type { RequestIdentity } from '../http/idempotency.ts';
import { carryFirstStepsOn } from './carry-on.ts';
import type { RedemptionDeps } from './deps.ts';
import { deviceTagFor } from './device-tag.ts';
import { carryBookingOn, carryOut } from './end-booking.ts';
import { update } from './follow.ts';
import { type NewRedemption, repeatOf, start } from './start.ts';
import type { RedemptionRecord } from './store.ts';

type Change = (current: RedemptionRecord) => Partial<RedemptionRecord> | null;

/** What the noun of bookings does with redemptions: nothing of holds, limits, dues and refunds is done a second time. */
export interface BookingPort {
  readonly redemptions: Collection<RedemptionRecord>;
  /** What became of an earlier request with this key. */
  repeatOf(request: RequestIdentity): Promise<RedemptionRecord | Refusal | null>;
  /** The phone that books, as a keyed hash. */
  deviceTag(principal: Principal, device: string | undefined): string;
  /** Makes a redemption for a slot, and sets its points aside. */
  start(input: NewRedemption): Promise<RedemptionRecord | Refusal>;
  /** A booking brought to where it can be acted on: interrupted steps, and what the clock has ended, are carried out. */
  upToDate(redemption: RedemptionRecord): Promise<RedemptionRecord>;
  /** Writes what `change` makes of the newest document, and carries an end out that it decides. */
  change(redemption: RedemptionRecord, change: Change): Promise<RedemptionRecord>;
}

export function createBookingPort(deps: RedemptionDeps): BookingPort {
  return {
    redemptions: deps.redemptions,
    repeatOf: (request) => repeatOf(deps, request),
    deviceTag: (principal, device) => deviceTagFor(deps, principal, device),
    start: (input) => start(deps, input),
    upToDate: async (redemption) => {
      if (redemption.state === 'created') return carryFirstStepsOn(deps, redemption, true);
      return redemption.state === 'booked' ? carryBookingOn(deps, redemption) : redemption;
    },
    change: async (redemption, change) => carryOut(deps, await update(deps, redemption, change)),
  };
}
