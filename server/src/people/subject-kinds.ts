import type { Db } from 'mongodb';
import type { PersonRecord } from './store.ts';
import type { SubjectKind } from './types.ts';

/** What kind of subject accounts belong to, by account; accounts that nobody knows are missing. For commands that have a database and no more. */
export async function subjectKinds(db: Db, accountIds: readonly string[]): Promise<ReadonlyMap<string, SubjectKind>> {
  const found = await db
    .collection<PersonRecord>('people')
    .find({ accountId: { $in: [...accountIds] } }, { projection: { accountId: 1, kind: 1 } })
    .toArray();
  return new Map(found.map(({ accountId, kind }) => [accountId, kind]));
}
