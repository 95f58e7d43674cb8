import type {
  CreditedBefore,
  WatchedSheet,
  WatchKind,
  WatchLine,
  WatchSubjectKind,
} from '@red-points/shared/domain/watch';
import type { Collection, Db } from 'mongodb';
import { ensureCollection, textIndex } from '../platform/database.ts';

/** An approved credit, as watch reports count it. */
export interface WatchLineRecord extends Omit<WatchLine, 'creditId'> {
  /** The credit's id. */
  _id: string;
  unitId: string;
  /** Business month of the approval. */
  month: string;
  approvedAt: Date;
}

/** A redemption that succeeded, as watch reports count it. */
export interface WatchRedemptionRecord {
  /** The redemption's id. */
  _id: string;
  /** The shop's unit. */
  unitId: string;
  month: string;
  at: Date;
  shopId: string;
  personId: string;
  deviceTag: string | null;
  credited: CreditedBefore | null;
}

/** A batch or import that gave credits, as watch reports count it. */
export interface WatchSheetRecord extends Omit<WatchedSheet, 'sheet'> {
  /** `batch:<id>` or `import:<id>` */
  _id: string;
  unitId: string;
  month: string;
  title: string;
  postedAt: Date;
}

/** A community's month of approvals or of redemptions; what came since it was looked at makes it due. */
export interface WatchMonthRecord {
  /** `<unit>|<month>`, and behind it `|redemptions` or `|sheets` where it is of these. */
  _id: string;
  unitId: string;
  unitPath: readonly string[];
  month: string;
  /** Absent in records from before there were redemptions: credits. */
  of?: 'credits' | 'redemptions' | 'sheets';
  due: boolean;
  /** Changes with everything that comes, so that a look which began before does not end what came since. */
  turn: string;
}

export interface WatchDismissal {
  readonly at: Date;
  readonly by: string;
  readonly reason: string;
  /** What was counted then. */
  readonly count: number;
}

export interface WatchFindingRecord {
  _id: string;
  /** `<unit>|<month>|<kind>|<subject>`: found once however often it is looked for. */
  key: string;
  unitId: string;
  unitPath: readonly string[];
  month: string;
  kind: WatchKind;
  subjectKind: WatchSubjectKind;
  subject: string;
  userIds: readonly string[];
  /** These two are absent in records from before redemptions were looked at. */
  personIds?: readonly string[];
  shopId?: string | null;
  count: number;
  of: number;
  state: 'open' | 'dismissed' | 'passed';
  open: boolean;
  firstSeenAt: Date;
  dismissals: readonly WatchDismissal[];
}

/** A credit behind a finding. */
export interface WatchItemRecord {
  /** `<finding>|<credit>` */
  _id: string;
  findingId: string;
  creditId: string;
  approvedAt: Date;
  waitedMs: number | null;
}

/** A redemption behind a finding. */
export interface WatchRedemptionItemRecord {
  /** `<finding>|<redemption>` */
  _id: string;
  findingId: string;
  redemptionId: string;
  at: Date;
  creditedMsBefore: number | null;
}

/** How far approvals were read, by when they were approved, and sheets, by when their posting ended. */
interface WatchPlaceRecord {
  _id: 'approved' | 'batch' | 'import';
  approvedAt: Date;
  id: string;
}

export interface WatchStore {
  readonly lines: Collection<WatchLineRecord>;
  readonly redemptions: Collection<WatchRedemptionRecord>;
  readonly sheets: Collection<WatchSheetRecord>;
  readonly redemptionItems: Collection<WatchRedemptionItemRecord>;
  readonly months: Collection<WatchMonthRecord>;
  readonly findings: Collection<WatchFindingRecord>;
  readonly items: Collection<WatchItemRecord>;
  readonly place: Collection<WatchPlaceRecord>;
}

export const WATCH_SETTINGS_COLLECTION = 'watch_settings';

export function watchStore(db: Db): WatchStore {
  return {
    lines: db.collection<WatchLineRecord>('watch_lines'),
    redemptions: db.collection<WatchRedemptionRecord>('watch_redemptions'),
    sheets: db.collection<WatchSheetRecord>('watch_sheets'),
    redemptionItems: db.collection<WatchRedemptionItemRecord>('watch_redemption_items'),
    months: db.collection<WatchMonthRecord>('watch_months'),
    findings: db.collection<WatchFindingRecord>('watch_findings'),
    items: db.collection<WatchItemRecord>('watch_items'),
    place: db.collection<WatchPlaceRecord>('watch_place'),
  };
}

/** Lines that still know a phone, by their month. */
const PHONES_KNOWN = {
  name: 'phones_known',
  key: { month: 1 },
  partialFilterExpression: { deviceTag: { $gt: '' } },
} as const;

/** Makes the collections of watch reports. */
export async function ensureWatch(db: Db): Promise<void> {
  await ensureCollection(db, {
    name: 'watch_lines',
    indexes: [
      { name: 'of_month', key: { unitId: 1, month: 1 } },
      textIndex('activityId'),
      // What a redemption is held against.
      { name: 'of_person', key: { personId: 1, approvedAt: -1 } },
      PHONES_KNOWN,
    ],
  });
  await ensureCollection(db, {
    name: 'watch_redemptions',
    indexes: [{ name: 'of_month', key: { unitId: 1, month: 1 } }, PHONES_KNOWN],
  });
  await ensureCollection(db, {
    name: 'watch_months',
    indexes: [
      { name: 'due', key: { due: 1 }, partialFilterExpression: { due: true } },
      { name: 'by_unit', key: { unitPath: 1, month: 1 } },
    ],
  });
  await ensureCollection(db, {
    name: 'watch_findings',
    indexes: [
      { name: 'once', key: { key: 1 }, unique: true },
      { name: 'of_month', key: { unitId: 1, month: 1 } },
      { name: 'by_unit', key: { unitPath: 1, firstSeenAt: -1, _id: -1 } },
      { name: 'of_persons', key: { personIds: 1 } },
      {
        name: 'phones_known',
        key: { month: 1 },
        partialFilterExpression: { subjectKind: 'device', subject: { $gt: '' } },
      },
      { name: 'open', key: { unitPath: 1, firstSeenAt: 1, _id: 1 }, partialFilterExpression: { open: true } },
    ],
  });
  await ensureCollection(db, {
    name: 'watch_items',
    indexes: [{ name: 'of_finding', key: { findingId: 1, approvedAt: -1, _id: -1 } }],
  });
  await ensureCollection(db, {
    name: 'watch_redemption_items',
    indexes: [{ name: 'of_finding', key: { findingId: 1, at: -1, _id: -1 } }],
  });
  await ensureCollection(db, { name: 'watch_sheets', indexes: [{ name: 'of_month', key: { unitId: 1, month: 1 } }] });
  for (const name of ['watch_place', WATCH_SETTINGS_COLLECTION]) await ensureCollection(db, { name });
}
