import type { GroupKind, MemberRole, Spell } from '@red-points/shared/domain/memberships';
import type { Collection, Db } from 'mongodb';
import { ensureCollection } from '../platform/database.ts';

export const MEMBERSHIPS = 'memberships';

/** Somebody's days in a household or as a representative of an organisation. Only its end is ever added. */
export interface MembershipRecord extends Spell {
  _id: string;
  /** The household's or organisation's person id. */
  groupId: string;
  groupKind: GroupKind;
  personId: string;
  role: MemberRole;
  from: string;
  until: string | null;
  /** No end is known. */
  open: boolean;
  addedBy: string;
  addedAt: Date;
  endedBy: string | null;
  endedAt: Date | null;
}

/** Who is the head of a household. A head who has moved out counts no more. */
export interface HouseholdHeadRecord {
  /** The household's person id. */
  _id: string;
  personId: string;
  since: Date;
  by: string;
}

export type MembershipCollection = Collection<MembershipRecord>;
export type HeadCollection = Collection<HouseholdHeadRecord>;

export function membershipCollection(db: Db): MembershipCollection {
  return db.collection<MembershipRecord>(MEMBERSHIPS);
}

export function headCollection(db: Db): HeadCollection {
  return db.collection<HouseholdHeadRecord>('household_heads');
}

/** The fields of the index that keeps people out of a second household. */
export const ONE_HOUSEHOLD_FIELDS = 'personId';

/** Makes the collections of memberships and of heads. */
export async function ensureMemberships(db: Db): Promise<void> {
  await ensureCollection(db, {
    name: MEMBERSHIPS,
    indexes: [
      {
        name: 'one_household',
        key: { personId: 1 },
        unique: true,
        partialFilterExpression: { groupKind: 'household', open: true },
      },
      {
        name: 'member_once',
        key: { groupId: 1, personId: 1 },
        unique: true,
        partialFilterExpression: { open: true },
      },
      { key: { personId: 1, from: -1 } },
      { key: { groupId: 1, open: -1, from: -1 } },
    ],
  });
  await ensureCollection(db, { name: 'household_heads' });
}
