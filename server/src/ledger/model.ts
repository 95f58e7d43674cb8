import { ENTRY_KINDS } from '@red-points/shared/domain/ledger';
import { type Connection, type Model, Schema } from 'mongoose';
import { LEDGER_COLLECTION, type StoredEntry } from './collection.ts';

/** Thrown by every attempt to write a ledger entry through its model. */
export class AppendOnlyError extends Error {
  override readonly name = 'AppendOnlyError';
  readonly code = 'ledger_append_only';

  constructor(operation: string) {
    super(`ledger entries are appended by the ledger alone and never change: ${operation} is refused`);
  }
}

const REFUSED_QUERIES = [
  'updateOne',
  'updateMany',
  'replaceOne',
  'findOneAndUpdate',
  'findOneAndReplace',
  'findOneAndDelete',
  'deleteOne',
  'deleteMany',
] as const;

/**
 * The ledger as a Mongoose model, for reading and aggregating. It refuses to write: entries come from `Ledger.post`
 * only, through the driver, and the production database user can do no more than insert and find.
 */
export function ledgerEntryModel(connection: Connection): Model<StoredEntry> {
  const known = connection.models.LedgerEntry;
  if (known !== undefined) return known as Model<StoredEntry>;
  const schema = new Schema<StoredEntry>(
    {
      _id: { type: String, required: true },
      account: { type: String, required: true },
      seq: { type: Number, required: true },
      kind: { type: String, enum: ENTRY_KINDS, required: true },
    },
    // Only what queries name is declared. A field called `schema` must stay undeclared: documents have a property of that name.
    { collection: LEDGER_COLLECTION, autoIndex: false, autoCreate: false, versionKey: false },
  );
  for (const operation of REFUSED_QUERIES) {
    schema.pre(operation, { query: true, document: true }, () => refuse(operation));
  }
  schema.pre('save', () => refuse('save'));
  schema.pre('insertMany', () => refuse('insertMany'));
  schema.pre('bulkWrite', () => refuse('bulkWrite'));
  schema.pre('aggregate', function refuseOutput() {
    const writes = this.pipeline().some((stage) => '$out' in stage || '$merge' in stage);
    if (writes) refuse('aggregate with $out or $merge');
  });
  return connection.model<StoredEntry>('LedgerEntry', schema);
}

function refuse(operation: string): never {
  throw new AppendOnlyError(operation);
}
