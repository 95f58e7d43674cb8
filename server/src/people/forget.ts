import { ERASED_BYTES } from '../platform/personal-data.ts';
import type { PeopleContext } from './deps.ts';
import { sameAs } from './read.ts';
import type { PersonRecord } from './store.ts';

/**
 * Takes away everything by which somebody could be found or named: the profile, its indexes, then the key, so that what
 * is sealed under it elsewhere, and in backups, cannot be read again. What stays is an opaque id with its account. So it
 * is for records that were joined into theirs. Safe to repeat, and from wherever it was interrupted.
 */
export async function forget(context: PeopleContext, personId: string): Promise<void> {
  for (const id of await sameAs(context, [personId])) {
    // Through the driver, as entering does: sealed bytes are not Mongoose's to cast.
    await context.model.collection.updateOne({ _id: id, erasedAt: { $exists: false } } as never, {
      $set: {
        status: 'closed',
        // Emptied beside the key: another process remembers keys for a minute.
        sealed: ERASED_BYTES(),
        phoneIndex: null,
        phoneOwnerIndex: null,
        lastFourIndex: null,
        nameIndex: '',
        hasBirthDate: false,
        erasedAt: new Date(context.clock.now()),
      } satisfies Partial<PersonRecord> as never,
      $inc: { version: 1 } as never,
    });
    await context.personalData.erase(id);
  }
}
