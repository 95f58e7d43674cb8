import type { Binary, Db } from 'mongodb';
import { type Connection, type Model, Schema } from 'mongoose';
import { ensureCollection, textIndex } from '../platform/database.ts';
import type { Person, PersonStatus, SubjectKind } from './types.ts';

/** A profile. Name, phone, address and birth date lie in `sealed`; the indexes are keyed hashes to find it by. */
export interface PersonRecord {
  _id: string;
  accountId: string;
  kind: SubjectKind;
  unitId: string;
  unitPath: string[];
  serveUnitId: string | null;
  status: PersonStatus;
  sealed: Binary;
  phoneIndex: string | null;
  /** As phoneIndex, only on the one profile that a phone belongs to first: unique. */
  phoneOwnerIndex: string | null;
  lastFourIndex: string | null;
  nameIndex: string;
  /** Whether there is a birth date to open: most profiles have none. */
  hasBirthDate: boolean;
  joinedAt: Date;
  enteredBy: string | null;
  consentVersion: string | null;
  verifiedAt: Date | null;
  verifiedBy: string | null;
  /** The person id of whom this one was found to be; absent in records from before joining. */
  joinedInto?: string | null;
  /** Everything personal is gone since; absent before. */
  erasedAt?: Date;
  version: number;
}

/** What is sealed of a person. */
export interface Profile extends Readonly<Record<string, string | null>> {
  readonly name: string;
  readonly phone: string | null;
  readonly address: string | null;
  readonly birthDate: string | null;
}

/** One look at a full profile. The reason may name somebody: it is sealed under the person's key. */
export interface ViewRecord {
  _id: string;
  personId: string;
  at: Date;
  byUserId: string;
  reason: Binary;
}

export const PEOPLE = 'people';
export const VIEWS = 'person_views';

const text = { type: String, required: true } as const;
const optionalText = { type: String, default: null } as const;

const schema = new Schema<PersonRecord>(
  {
    _id: text,
    accountId: text,
    kind: { type: String, enum: ['person', 'household', 'organisation'], required: true },
    unitId: text,
    unitPath: { type: [String], required: true },
    serveUnitId: optionalText,
    status: { type: String, enum: ['unverified', 'verified', 'closed'], required: true },
    sealed: { type: Schema.Types.Buffer, required: true },
    phoneIndex: optionalText,
    phoneOwnerIndex: optionalText,
    lastFourIndex: optionalText,
    nameIndex: text,
    hasBirthDate: { type: Boolean, required: true },
    joinedAt: { type: Date, required: true },
    enteredBy: optionalText,
    consentVersion: optionalText,
    verifiedAt: { type: Date, default: null },
    verifiedBy: optionalText,
    joinedInto: optionalText,
    erasedAt: { type: Date, default: undefined },
    version: { type: Number, required: true },
  },
  { collection: PEOPLE, versionKey: false, strict: 'throw' },
);

export type PersonModel = Model<PersonRecord>;

export function personModel(connection: Connection): PersonModel {
  return connection.model<PersonRecord>('Person', schema);
}

/** The fields that `personOf` reads: what is sealed is half of a record, and nobody opens it on this way. */
export const PERSON_FIELDS = {
  accountId: 1,
  kind: 1,
  unitId: 1,
  unitPath: 1,
  serveUnitId: 1,
  status: 1,
  joinedAt: 1,
  joinedInto: 1,
  hasBirthDate: 1,
} as const;

export function personOf(record: PersonRecord): Person {
  return {
    personId: record._id,
    accountId: record.accountId,
    kind: record.kind,
    unitId: record.unitId,
    unitPath: record.unitPath,
    serveUnitId: record.serveUnitId,
    status: record.status,
    joinedAt: record.joinedAt,
    joinedInto: record.joinedInto ?? null,
    hasBirthDate: record.hasBirthDate,
  };
}

/** Makes the collections of profiles and of looks at them. */
export async function ensurePeople(db: Db): Promise<void> {
  await ensureCollection(db, {
    name: PEOPLE,
    indexes: [
      { key: { accountId: 1 }, unique: true },
      textIndex('phoneOwnerIndex', { unique: true }),
      { key: { phoneIndex: 1 } },
      { key: { lastFourIndex: 1 } },
      { key: { nameIndex: 1 } },
      { key: { unitPath: 1, joinedAt: -1, _id: -1 } },
      { key: { joinedAt: -1, _id: -1 } },
      textIndex('joinedInto'),
      // Beside thousands of residents a unit has few households and fewer organisations.
      {
        name: 'groups_of_unit',
        key: { unitPath: 1, kind: 1, joinedAt: -1, _id: -1 },
        partialFilterExpression: { kind: { $in: ['household', 'organisation'] } },
      },
      { name: 'unverified', key: { unitPath: 1, joinedAt: 1 }, partialFilterExpression: { status: 'unverified' } },
    ],
  });
  await ensureCollection(db, { name: VIEWS, indexes: [{ key: { personId: 1, at: -1 } }] });
}
