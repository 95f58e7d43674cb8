import { createHash } from 'node:crypto';
import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import type { Collection, Document, Filter, IndexDescription, OptionalUnlessRequiredId, WithId } from 'mongodb';
import { duplicateKeyFields, isDuplicateKey } from '../platform/database.ts';

/** How a request is known when it comes again: kept as `request` on the document that it creates. */
export interface RequestIdentity {
  /** Whose key it is: keys of different callers never meet. */
  readonly caller: string;
  /** The Idempotency-Key header. */
  readonly key: string;
  /** Hash of route, parameters and body: the same key with another fingerprint is another request. */
  readonly fingerprint: string;
}

/** The unique index that a collection of documents with a `request` needs. */
export const requestIdentityIndex: IndexDescription = {
  name: 'request_once',
  key: { 'request.caller': 1, 'request.key': 1 },
  unique: true,
  partialFilterExpression: { 'request.key': { $exists: true } },
};

/** Hash of what a request asks for. Property order does not matter. */
export function fingerprintOf(endpointId: string, ...parts: readonly unknown[]): string {
  return createHash('sha256')
    .update(endpointId)
    .update('\0')
    .update(JSON.stringify(parts, sortedKeys))
    .digest('base64url');
}

function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Whether a request is the one that a record was decided by, so that its first answer is due again; refused with other content. */
export function repeats(first: RequestIdentity | null, request: RequestIdentity): boolean | Refusal {
  if (first?.caller !== request.caller || first.key !== request.key) return false;
  return first.fingerprint === request.fingerprint ? true : refuse('idempotency_key_reused');
}

/** What came of creating a document once: ours, or that of the first request with the same key. */
export interface CreatedOnce<T> {
  readonly document: T;
  readonly repeated: boolean;
}

type WithRequest = Document & { readonly request: RequestIdentity };

/**
 * Inserts the document that a request creates, exactly once. A repeat gets the first document; the same key with other
 * content is refused with `idempotency_key_reused`. Other duplicate keys are thrown on: they are the use case's own.
 */
export async function createOnce<T extends WithRequest>(
  collection: Collection<T>,
  document: T,
): Promise<CreatedOnce<T> | Refusal> {
  try {
    await collection.insertOne(document as OptionalUnlessRequiredId<T>);
    return { document, repeated: false };
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const first = await firstOf(collection, document.request);
    // With several unique indexes the database names only one of them: the key is looked up whatever it names.
    if (first === null) {
      throw duplicateKeyFields(error) === 'request.caller,request.key'
        ? new Error('a repeated request vanished')
        : error;
    }
    return isRefusal(first) ? first : { document: first as unknown as T, repeated: true };
  }
}

/** What finds the document that a request of this caller with this key created. */
export const madeBy = <T extends WithRequest>(caller: string, key: string): Filter<T> =>
  ({ 'request.caller': caller, 'request.key': key }) as unknown as Filter<T>;

/** The document that an earlier request of this caller with this key created. */
export async function findByRequest<T extends WithRequest>(
  collection: Collection<T>,
  caller: string,
  key: string,
): Promise<WithId<T> | null> {
  return collection.findOne(madeBy<T>(caller, key));
}

/**
 * What a request created when it came before, so that its first answer is due again; null where it comes for the first time.
 * Refused with `idempotency_key_reused` where it asked for something else then.
 */
export async function firstOf<T extends WithRequest>(
  collection: Collection<T>,
  request: RequestIdentity,
): Promise<WithId<T> | Refusal | null> {
  const first = await findByRequest(collection, request.caller, request.key);
  if (first === null || first.request.fingerprint === request.fingerprint) return first;
  return refuse('idempotency_key_reused');
}
