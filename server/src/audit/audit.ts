import { audit as contract, isRefusal } from '@red-points/shared/contracts';
import { type Principal, unitsFor } from '@red-points/shared/domain/permissions';
import type { Db, Filter } from 'mongodb';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import { fingerprintOf, type RequestIdentity } from '../http/idempotency.ts';
import { type ApiRouter, route } from '../http/route.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { Clock } from '../platform/clock.ts';
import { ensureCollection, isDuplicateKey } from '../platform/database.ts';
import type { Ids } from '../platform/ids.ts';

const COLLECTION = 'audit_records';

/** One act: who did what to which record. Opaque ids, codes and counts only: no name, phone or free text. */
export interface AuditEntry {
  /** Who; null for what the installation does by itself or by a command. */
  readonly principal: Principal | null;
  /** `<noun>.<verb>`, e.g. `people.unmask`. */
  readonly action: string;
  readonly subject: { readonly kind: string; readonly id: string };
  /** The unit that the subject belongs to; null for what belongs to the whole installation. */
  readonly unitId: string | null;
  readonly detail?: Readonly<Record<string, string | number | boolean>>;
  /** The request that asked for the act: however often and wherever it is sent, the act stands in the log once. */
  readonly request?: RequestIdentity;
}

interface AuditRecord {
  _id: string;
  at: Date;
  actorId: string | null;
  actingPersonId: string | null;
  action: string;
  subjectKind: string;
  subjectId: string;
  unitId: string | null;
  unitPath: readonly string[];
  detail: Readonly<Record<string, string | number | boolean>>;
}

export interface Audit {
  /** Records an act. Resolves once it is durable: an act that must be traceable waits for it. */
  record(entry: AuditEntry): Promise<void>;
  /** The acts of one kind upon one record, newest first, at most 200. */
  of(
    subject: { kind: string; id: string },
    action: string,
  ): Promise<{ id: string; at: Date; actorId: string | null }[]>;
  /** How many acts a user has done since an instant. */
  countBy(userId: string, since: Date): Promise<number>;
  routes(router: ApiRouter): void;
}

export interface AuditDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly orgUnits: OrgUnits;
  /** Names of users for readers of the log, by user id. */
  readonly userNames: (userIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;
}

/** Makes the log of acts; like the ledger it only grows. */
export async function ensureAudit(db: Db): Promise<void> {
  await ensureCollection(db, {
    name: COLLECTION,
    indexes: [
      { key: { at: -1, _id: -1 } },
      { key: { unitPath: 1, at: -1, _id: -1 } },
      { key: { actorId: 1, at: -1 } },
      { key: { subjectKind: 1, subjectId: 1, action: 1, at: -1 } },
    ],
  });
}

/** The id of what one request did to one record: the same for every repeat, and telling nothing of the key. */
function idOf({ caller, key }: RequestIdentity, action: string, { kind, id }: AuditEntry['subject']): string {
  return fingerprintOf(action, caller, key, kind, id);
}

const cursorSchema = z.tuple([z.number(), z.string()]);

export function createAudit(deps: AuditDeps): Audit {
  const records = deps.db.collection<AuditRecord>(COLLECTION);

  async function list(principal: Principal, asked: string | undefined, after: [number, string] | null, limit: number) {
    const filter: Filter<AuditRecord> = {};
    const scopes: Filter<AuditRecord>[] = [];
    const units = unitsFor(principal, 'audit.read');
    if (units !== null) scopes.push({ unitPath: { $in: [...units] } });
    if (asked !== undefined) scopes.push({ unitPath: asked });
    if (after !== null) {
      const at = new Date(after[0]);
      scopes.push({ $or: [{ at: { $lt: at } }, { at, _id: { $lt: after[1] } }] });
    }
    if (scopes.length > 0) filter.$and = scopes;
    return records
      .find(filter)
      .sort({ at: -1, _id: -1 })
      .limit(limit + 1)
      .toArray();
  }

  return {
    record: async ({ principal, action, subject, unitId, detail, request }) => {
      const record = {
        _id: request === undefined ? deps.ids.next() : idOf(request, action, subject),
        at: new Date(deps.clock.now()),
        actorId: principal?.userId ?? null,
        actingPersonId: principal?.actingPersonId ?? null,
        action,
        subjectKind: subject.kind,
        subjectId: subject.id,
        unitId,
        unitPath: unitId === null ? [] : ((await deps.orgUnits.pathOf(unitId)) ?? []),
        detail: detail ?? {},
      };
      try {
        await records.insertOne(record);
      } catch (error) {
        if (request === undefined || !isDuplicateKey(error)) throw error;
      }
    },
    of: async (subject, action) => {
      const found = await records
        .find({ subjectKind: subject.kind, subjectId: subject.id, action })
        .sort({ at: -1 })
        .limit(200)
        .toArray();
      return found.map(({ _id, at, actorId }) => ({ id: _id, at, actorId }));
    },
    countBy: (userId, since) => records.countDocuments({ actorId: userId, at: { $gte: since } }),
    routes: (router) => {
      route(router, contract.list, async ({ query, principal }) => {
        const after = decodeCursor(query.cursor, cursorSchema);
        if (isRefusal(after)) return after;
        const found = await list(principal, query.unitId, after, query.limit);
        const page = found.slice(0, query.limit);
        const last = page.at(-1);
        const actorIds = page.flatMap(({ actorId }) => (actorId === null ? [] : [actorId]));
        const [names, units] = await Promise.all([deps.userNames(actorIds), deps.orgUnits.all()]);
        return {
          items: page.map((record) => ({
            at: record.at.toISOString(),
            byName: record.actorId === null ? '系统' : (names.get(record.actorId) ?? '—'),
            action: record.action,
            subjectKind: record.subjectKind,
            subjectId: record.subjectId,
            unitName: record.unitId === null ? null : (units.get(record.unitId)?.name ?? null),
          })),
          nextCursor: found.length > query.limit && last ? encodeCursor([last.at.getTime(), last._id]) : null,
        };
      });
    },
  };
}
