import { type BodyOf, type Refusal, refuse, type spotChecks } from '@red-points/shared/contracts';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import type { Filter } from 'mongodb';
import type { LinedCredit } from '../credits/index.ts';
import { type OneselfIds, oneselfOf } from '../memberships/index.ts';
import { correctionsOf } from './corrections.ts';
import type { SpotChecksDeps } from './deps.ts';
import { givenByIds } from './given.ts';
import { NOTE_KIND, type SpotItemRecord } from './store.ts';

type Concerning = Pick<LinedCredit, 'actors' | 'personId' | 'householdId'>;

/** Says what a drawn credit is, once, by somebody who has no part in it and nothing from it. */
export async function checkItem(
  deps: SpotChecksDeps,
  principal: Principal,
  { drawId, creditId }: { readonly drawId: string; readonly creditId: string },
  { result, note }: BodyOf<typeof spotChecks.check>,
): Promise<SpotItemRecord | Refusal> {
  const item = await deps.store.items.findOne({ _id: `${drawId}|${creditId}` });
  const [credit] = item === null ? [] : await givenByIds(deps, [creditId]);
  if (item === null || credit === undefined) return refuse('spot_item_not_found');
  if (!permits(principal, 'spot_checks.check', { unitPath: item.unitPath })) return refuse('out_of_scope');
  const isIndependent = await independenceOf(deps, principal);
  if (!isIndependent(credit)) return refuse('spot_not_independent');
  const correctingEntryIds = result === 'finding' ? await correctionsOf(deps, credit) : [];
  const checked = await deps.store.items.findOneAndUpdate(
    { _id: item._id, open: true },
    {
      $set: {
        state: result,
        open: false,
        note: await deps.personalData.sealUnlessErased(credit.personId, NOTE_KIND, { text: note }),
        checkedBy: principal.userId,
        checkedAt: new Date(deps.clock.now()),
        correctingEntryIds,
        uncorrected: result === 'finding' && correctingEntryIds.length === 0,
      },
    },
    { returnDocument: 'after' },
  );
  if (checked === null) return refuse('spot_already_checked');
  const subject = { kind: 'credit', id: creditId };
  const detail = { result, drawId };
  await deps.audit.record({ principal, action: 'spot_checks.check', subject, unitId: credit.issuerUnit, detail });
  return checked;
}

/** Tells whether somebody has no part in a credit, by whichever sign-in, and neither they nor their household have it. */
export async function independenceOf(
  deps: Pick<SpotChecksDeps, 'memberships' | 'users'>,
  principal: Principal,
): Promise<(credit: LinedCredit) => boolean> {
  const { isFamily, isOwn } = await oneselfOf(deps, principal);
  // People and sign-ins have ids of their own kinds: none is both.
  return (credit) => !concernedBy(credit).some((id) => isOwn(id) || isFamily(id));
}

/** Whose a credit is, and who is named by it. */
export function concernedBy({ actors, personId, householdId = null }: Concerning): string[] {
  return [...new Set([personId, ...(householdId === null ? [] : [householdId]), ...actors.map(({ id }) => id)])];
}

/** Of those that wait, the ones that these ids do not keep their holder from checking: the same as a question to the database. */
export function checkableBy({ family, signIns }: OneselfIds): Filter<SpotItemRecord> {
  return { concerned: { $nin: [...family, ...signIns] } };
}
