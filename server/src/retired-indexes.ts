import type { RetiredIndexes } from './platform/database.ts';

/**
 * Indexes of earlier versions that no question uses any more: each write would keep them up for nothing. Dropped by name at
 * every start; a name that is here is never given to an index again.
 */
export const RETIRED_INDEXES: readonly RetiredIndexes[] = [
  // Queues hold what waits and nothing else since posting an activity of thousands is one update.
  { collection: 'claims', names: ['queue', 'account_waiting', 'returned_to_filer'] },
  { collection: 'attendances', names: ['queue', 'account_waiting', 'activityId_1_state_1'] },
  {
    collection: 'credits',
    names: [
      'unitPath_1_state_1_approvedAt_-1__id_-1',
      'accountId_1_state_1',
      'source.kind_1_state_1',
      'reservationId_1',
      'once',
      // Pending and posted credits are asked by the community that gives the points.
      'pending_in_unit',
      'public_of_person',
      'posted_in_unit',
    ],
  },
  // Partial indexes by type, which the database does not use for an equality: `textIndex` took their place.
  { collection: 'users', names: ['username_1', 'phoneIndex_1'] },
  { collection: 'people', names: ['phoneOwnerIndex_1', 'joinedInto_1'] },
  { collection: 'displays', names: ['pairing_code', 'of_user'] },
  { collection: 'account_changes', names: ['keptAccountId_1'] },
  { collection: 'donations', names: ['to.accountId_1'] },
  { collection: 'import_lines', names: ['reservationId_1'] },
  { collection: 'redemptions', names: ['scan_once'] },
  { collection: 'redemption_codes', names: ['scan.id_1'] },
];
