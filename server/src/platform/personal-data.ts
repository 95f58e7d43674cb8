import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { Binary, type Collection, type Db } from 'mongodb';
import type { Clock } from './clock.ts';
import { ensureCollection } from './database.ts';
import type { Keys } from './keys.ts';

/** What can be sealed: fields of text, or nothing. */
export type PersonalFields = Readonly<Record<string, string | null>>;

/** A record sealed under its owner's key, and the name of its kind that it was sealed for. */
export interface SealedRecord {
  readonly ownerId: string;
  readonly sealed: Binary;
}

/**
 * Personal fields at rest: one AES-256-GCM key per owner (a person or a sign-in), itself wrapped under the installation's
 * key-encryption key. Erasing the owner's key makes everything sealed under it unreadable, in backups too.
 */
export interface PersonalData {
  /** Seals fields for an owner. `kind` (e.g. `profile`) is bound to the seal: a record cannot pose as another kind. */
  seal(ownerId: string, kind: string, fields: PersonalFields): Promise<Binary>;
  /** Seals one record for each of many owners with one round trip to the database. */
  sealMany(kind: string, records: readonly { ownerId: string; fields: PersonalFields }[]): Promise<Binary[]>;
  /**
   * As `seal`, for words of others about an owner who may be erased meanwhile: then nothing of them is kept, and they
   * open as null like all that went with the owner.
   */
  sealUnlessErased(ownerId: string, kind: string, fields: PersonalFields): Promise<Binary>;
  /** Opens a sealed record; null where the owner's key was erased or the record emptied. Throws where the record was tampered with. */
  open<T extends PersonalFields>(ownerId: string, kind: string, sealed: Binary): Promise<T | null>;
  /** Opens many records with one query, in the order given. */
  openMany<T extends PersonalFields>(kind: string, records: readonly SealedRecord[]): Promise<(T | null)[]>;
  /** Destroys the owner's key. What was sealed under it can never be read again. */
  erase(ownerId: string): Promise<void>;
}

/** What stands where a sealed record was: bytes that open as null in every process at once, whatever keys it still remembers. */
export const ERASED_BYTES = (): Binary => new Binary(Buffer.alloc(0));

/** Something was to be sealed for an owner whose key was erased. */
export class OwnerErasedError extends Error {
  override readonly name = 'OwnerErasedError';
  constructor() {
    super('the key of this owner was erased');
  }
}

interface PersonKey {
  _id: string;
  /** Null once erased: the id stays, so that no new key is ever made for an erased owner. */
  wrapped: Binary | null;
  erasedAt: Date | null;
}

const COLLECTION = 'person_keys';
const FORMAT = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const CACHED_KEYS_MAX = 20_000;
/** An erasure in another process is noticed after this long at most. */
const CACHED_KEY_MS = 60_000;

/** Makes the collection of wrapped keys. */
export async function ensurePersonalData(db: Db): Promise<void> {
  await ensureCollection(db, { name: COLLECTION });
}

function encrypt(key: KeyObject, bound: string, plain: Buffer): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(Buffer.from(bound));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.of(FORMAT), iv, cipher.getAuthTag(), body]);
}

function decrypt(key: KeyObject, bound: string, sealed: Uint8Array): Buffer {
  const bytes = Buffer.from(sealed);
  if (bytes[0] !== FORMAT) throw new Error('a sealed record has an unknown format');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, 1 + IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(bound));
  decipher.setAuthTag(bytes.subarray(1 + IV_BYTES, 1 + IV_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(1 + IV_BYTES + TAG_BYTES)), decipher.final()]);
}

class SealedPersonalData implements PersonalData {
  private readonly cache = new Map<string, { key: KeyObject | null; staleAtMs: number }>();

  constructor(
    private readonly collection: Collection<PersonKey>,
    private readonly keys: Keys,
    private readonly clock: Clock,
  ) {}

  async seal(ownerId: string, kind: string, fields: PersonalFields): Promise<Binary> {
    const [sealed] = await this.sealMany(kind, [{ ownerId, fields }]);
    if (sealed === undefined) throw new Error('nothing was sealed');
    return sealed;
  }

  async sealMany(kind: string, records: readonly { ownerId: string; fields: PersonalFields }[]): Promise<Binary[]> {
    const owners = [...new Set(records.map((record) => record.ownerId))];
    let known = await this.keysOf(owners);
    const missing = owners.filter((ownerId) => !known.has(ownerId));
    if (missing.length > 0) {
      await this.makeKeys(missing);
      known = await this.keysOf(owners);
    }
    return records.map(({ ownerId, fields }) => {
      const key = known.get(ownerId);
      if (!key) throw new OwnerErasedError();
      return new Binary(encrypt(key, `${kind}:${ownerId}`, Buffer.from(JSON.stringify(fields))));
    });
  }

  async sealUnlessErased(ownerId: string, kind: string, fields: PersonalFields): Promise<Binary> {
    try {
      return await this.seal(ownerId, kind, fields);
    } catch (error) {
      if (error instanceof OwnerErasedError) return ERASED_BYTES();
      throw error;
    }
  }

  async open<T extends PersonalFields>(ownerId: string, kind: string, sealed: Binary): Promise<T | null> {
    const [fields] = await this.openMany<T>(kind, [{ ownerId, sealed }]);
    return fields ?? null;
  }

  async openMany<T extends PersonalFields>(kind: string, records: readonly SealedRecord[]): Promise<(T | null)[]> {
    const keys = await this.keysOf([...new Set(records.map((record) => record.ownerId))]);
    return records.map(({ ownerId, sealed }) => {
      const key = keys.get(ownerId);
      if (!key || sealed.length() === 0) return null;
      return JSON.parse(decrypt(key, `${kind}:${ownerId}`, sealed.buffer).toString()) as T;
    });
  }

  async erase(ownerId: string): Promise<void> {
    const erased = { $set: { wrapped: null, erasedAt: new Date(this.clock.now()) } };
    await this.collection.updateOne({ _id: ownerId }, erased, { upsert: true });
    this.remember(ownerId, null);
  }

  /** Keys of the owners that have one; null for those erased. One query for all that are not cached. */
  private async keysOf(ownerIds: readonly string[]): Promise<Map<string, KeyObject | null>> {
    const found = new Map<string, KeyObject | null>();
    const unknown: string[] = [];
    for (const ownerId of ownerIds) {
      const cached = this.cache.get(ownerId);
      if (cached !== undefined && cached.staleAtMs > performance.now()) found.set(ownerId, cached.key);
      else unknown.push(ownerId);
    }
    if (unknown.length === 0) return found;
    for (const { _id, wrapped } of await this.collection.find({ _id: { $in: unknown } }).toArray()) {
      const key = wrapped === null ? null : this.unwrap(_id, wrapped);
      this.remember(_id, key);
      found.set(_id, key);
    }
    return found;
  }

  /** The first writer's key counts, whoever else makes one at the same moment. */
  private async makeKeys(ownerIds: readonly string[]): Promise<void> {
    const kek = this.keys.of('key-encryption');
    await this.collection.bulkWrite(
      ownerIds.map((ownerId) => ({
        updateOne: {
          filter: { _id: ownerId },
          update: {
            $setOnInsert: { wrapped: new Binary(encrypt(kek, `key:${ownerId}`, randomBytes(32))), erasedAt: null },
          },
          upsert: true,
        },
      })),
      { ordered: false },
    );
  }

  private unwrap(ownerId: string, wrapped: Binary): KeyObject {
    return createSecretKey(decrypt(this.keys.of('key-encryption'), `key:${ownerId}`, wrapped.buffer));
  }

  private remember(ownerId: string, key: KeyObject | null): void {
    this.cache.delete(ownerId);
    this.cache.set(ownerId, { key, staleAtMs: performance.now() + CACHED_KEY_MS });
    if (this.cache.size <= CACHED_KEYS_MAX) return;
    const oldest = this.cache.keys().next();
    if (oldest.done !== true) this.cache.delete(oldest.value);
  }
}

export function createPersonalData(deps: { db: Db; keys: Keys; clock: Clock }): PersonalData {
  return new SealedPersonalData(deps.db.collection<PersonKey>(COLLECTION), deps.keys, deps.clock);
}
