import type { NoticeData } from '@red-points/shared/domain/notifications';
import type { NotificationDeps } from './deps.ts';
import type { NoticeRecord } from './store.ts';

/** The data of messages with the titles and places of their records, in the order given: one query per kind of record. */
export async function withNames(
  deps: Pick<NotificationDeps, 'people' | 'subjects'>,
  records: readonly Pick<NoticeRecord, 'data' | 'subject'>[],
): Promise<NoticeData[]> {
  const subjects = records.flatMap(({ subject }) => (subject === null ? [] : [subject]));
  const titles = new Map(await deps.people.titles(subjects.filter(({ kind }) => !deps.subjects.has(kind))));
  await Promise.all(
    [...deps.subjects].map(async ([kind, resolve]) => {
      const ids = [...new Set(subjects.filter((subject) => subject.kind === kind).map(({ id }) => id))];
      if (ids.length === 0) return;
      for (const [id, title] of await resolve(ids)) titles.set(`${kind}:${id}`, title);
    }),
  );
  return records.map(({ data, subject }) => {
    const known = subject === null ? undefined : titles.get(`${subject.kind}:${subject.id}`);
    if (known === undefined) return data;
    return { ...data, title: known.title, ...(known.place === null ? {} : { place: known.place }) };
  });
}
