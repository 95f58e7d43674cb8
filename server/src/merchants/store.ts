import { SHOP_KINDS, SHOP_STATES, type Shop } from '@red-points/shared/contracts';
import type { OpeningHours, RedemptionDays } from '@red-points/shared/domain/shops';
import type { Db } from 'mongodb';
import { type Connection, type Model, Schema } from 'mongoose';
import type { RequestIdentity } from '../http/idempotency.ts';
import { dueIndex, ensureCollection, textIndex } from '../platform/database.ts';

export const SHOPS = 'shops';

/** What was agreed with a shop: business days, both included. It is never changed once it was confirmed. */
export interface AgreementRecord {
  number: string;
  from: string;
  until: string;
  settlementTerms: string;
  proposedBy: string;
  /** Null while it waits for another person. */
  confirmedBy: string | null;
}

/** That a shop takes part no more, as its office said it. */
export interface ClosingRecord {
  id: string;
  reason: string;
  proposedBy: string;
  proposedAt: Date;
  /** The second word; null while it waits for one. */
  closed: { readonly by: string; readonly at: Date; readonly request: RequestIdentity } | null;
}

/** A partner shop as it is stored. */
export interface ShopRecord {
  _id: string;
  name: string;
  kind: (typeof SHOP_KINDS)[number];
  unitId: string;
  /** The unit's path: root first, the unit itself last. */
  unitPath: string[];
  address: string;
  state: (typeof SHOP_STATES)[number];
  /** The shop's own switch. */
  accepting: boolean;
  /** Six random bytes in hex that posters carry instead of the id. */
  qrId: string;
  /** Only the poster with this number works. */
  posterSerial: number;
  posterIssuedAt: Date;
  /** Why the one before was replaced, by whom, and by which request; missing where none was. */
  posterReplaced?: {
    readonly reason: string;
    readonly by: string;
    /** Whether it was the owner, of whom the office is told. */
    readonly byShop?: boolean;
    readonly request: RequestIdentity;
  } | null;
  enteredBy: string;
  approvedBy: string | null;
  suspendedBy: string | null;
  suspensionReason: string | null;
  /** Missing in what was suspended before this was kept. */
  suspendedAt?: Date | null;
  /** In the order in which they were confirmed; missing where nothing was agreed yet. */
  agreements?: AgreementRecord[];
  proposedAgreement?: AgreementRecord | null;
  /** The number of the agreement whose end the shop was told of; missing where none ended soon. */
  endingTold?: string;
  /** The main shop of a branch; missing or null for a shop of its own. */
  parentId?: string | null;
  /** By which applications with the same name are found; missing in shops from before there were any. */
  nameKey?: string;
  /** What a branch goes by, read with it and never stored: see `withParents`. */
  parent?: Pick<ShopRecord, 'name' | 'state' | 'agreements'>;
  /** Missing or null: always open. */
  hours?: OpeningHours | null;
  /** Missing or null: a market redeems every day. */
  redemptionDays?: RedemptionDays | null;
  /** Proposed or done; missing or null where nobody has. A branch has that of its main shop where it was closed with it. */
  closing?: ClosingRecord | null;
  /** Since when a closing waits for its second word. */
  closingProposedAt?: Date | null;
  /** When the job looks whether anything of a closed shop is left to end; null or missing where nothing is. */
  nextCheckAt?: Date | null;
  /** Counts who comes and goes, so that two owners who remove each other at once cannot both succeed. */
  staffChanges?: number;
  createdAt: Date;
  version: number;
}

const schema = new Schema<ShopRecord>(
  {
    _id: { type: String, required: true },
    name: { type: String, required: true },
    kind: { type: String, enum: SHOP_KINDS, required: true },
    unitId: { type: String, required: true },
    unitPath: { type: [String], required: true },
    address: { type: String, default: '' },
    state: { type: String, enum: SHOP_STATES, required: true },
    accepting: { type: Boolean, required: true },
    qrId: { type: String, required: true },
    posterSerial: { type: Number, required: true },
    posterIssuedAt: { type: Date, required: true },
    enteredBy: { type: String, required: true },
    approvedBy: { type: String, default: null },
    suspendedBy: { type: String, default: null },
    suspensionReason: { type: String, default: null },
    suspendedAt: { type: Date, default: undefined },
    posterReplaced: { type: Schema.Types.Mixed, default: undefined },
    agreements: { type: [Schema.Types.Mixed], default: undefined },
    proposedAgreement: { type: Schema.Types.Mixed },
    endingTold: { type: String, default: undefined },
    parentId: { type: String, default: undefined },
    nameKey: { type: String, default: undefined },
    hours: { type: Schema.Types.Mixed, default: undefined },
    redemptionDays: { type: Schema.Types.Mixed, default: undefined },
    closing: { type: Schema.Types.Mixed, default: undefined },
    closingProposedAt: { type: Date, default: undefined },
    nextCheckAt: { type: Date, default: undefined },
    staffChanges: { type: Number, default: undefined },
    createdAt: { type: Date, required: true },
    version: { type: Number, required: true },
  },
  { collection: SHOPS, versionKey: false, strict: 'throw' },
);

export type ShopModel = Model<ShopRecord>;

export function shopModel(connection: Connection): ShopModel {
  return connection.model<ShopRecord>('Shop', schema);
}

/** Under whose key what is personal about a shop's people is sealed, also before there is the shop. */
export const sealOwnerOfShop = (shopId: string): string => `shop:${shopId}`;

/** Makes the collection of shops. */
export async function ensureMerchants(db: Db): Promise<void> {
  await ensureCollection(db, {
    name: SHOPS,
    indexes: [
      { key: { qrId: 1 }, unique: true },
      textIndex('parentId'),
      textIndex('nameKey'),
      textIndex('agreements.until'),
      dueIndex('to_carry_on', 'nextCheckAt'),
      {
        name: 'closing_proposed',
        key: { unitPath: 1, closingProposedAt: 1 },
        partialFilterExpression: { closingProposedAt: { $type: 'date' } },
      },
      { key: { name: 1 } },
      { key: { unitPath: 1, createdAt: -1, _id: -1 } },
      { key: { unitPath: 1, state: 1, createdAt: -1, _id: -1 } },
    ],
  });
}

/** A shop as the API shows it. */
export function shopView(shop: ShopRecord, unitName: string, parent = shop.parent): Shop {
  const { _id, name, kind, unitId, address, state, accepting, version } = shop;
  const { parentId = null } = shop;
  const parentName = parent?.name ?? null;
  return { shopId: _id, name, kind, unitId, unitName, address, state, parentId, parentName, accepting, version };
}
