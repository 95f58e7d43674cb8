import type { ServiceTotals } from '@red-points/shared/domain/service';
import type { Collection, Db } from 'mongodb';
import { type RequestIdentity, requestIdentityIndex } from '../http/idempotency.ts';
import { ensureCollection } from '../platform/database.ts';

/** How far an account's entries are counted. */
export interface ServiceMark {
  /** The account. */
  _id: string;
  seq: number;
}

/** What somebody served on a day in a category, by one account's entries. */
export interface ServiceDayRecord {
  /** `<account>|<person>|<day>|<category>` */
  _id: string;
  person: string;
  day: string;
  category: string;
  minutes: number;
  items: number;
}

/** A certificate as it was issued. No name: it is read from the profile, and goes with it. */
export interface CertificateRecord extends ServiceTotals {
  _id: string;
  request: RequestIdentity;
  code: string;
  personId: string;
  unitId: string;
  from: string | null;
  until: string | null;
  /** The last day that was counted: the day of issue, where the period has no end before it. */
  countedUntil: string;
  stars: number;
  /** Hours that this level asked for on that day; null for none. Missing on certificates of earlier versions. */
  starHours?: number | null;
  starsSince: string | null;
  issuedAt: Date;
  issuedBy: string;
  /** Issued by the person's own sign-in. */
  byOneself: boolean;
}

export interface ServiceStore {
  readonly marks: Collection<ServiceMark>;
  readonly days: Collection<ServiceDayRecord>;
  readonly certificates: Collection<CertificateRecord>;
}

export function serviceStore(db: Db): ServiceStore {
  return {
    marks: db.collection<ServiceMark>('service_marks'),
    days: db.collection<ServiceDayRecord>('service_days'),
    certificates: db.collection<CertificateRecord>('service_certificates'),
  };
}

/** Makes the collections of hours and certificates. */
export async function ensureService(db: Db): Promise<void> {
  await ensureCollection(db, { name: 'service_marks' });
  await ensureCollection(db, { name: 'service_settings' });
  await ensureCollection(db, {
    name: 'service_days',
    // Holds all that is asked of a person: the documents need not be read.
    indexes: [{ name: 'of_person', key: { person: 1, day: 1, category: 1, minutes: 1, items: 1 } }],
  });
  await ensureCollection(db, {
    name: 'service_certificates',
    indexes: [
      requestIdentityIndex,
      { name: 'by_code', key: { code: 1 }, unique: true },
      { name: 'of_person', key: { personId: 1, issuedAt: -1 } },
    ],
  });
}
