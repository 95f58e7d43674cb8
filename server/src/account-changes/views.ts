import { type AccountChange, type Language, problemText, type Refusal } from '@red-points/shared/contracts';
import { maskPhone } from '@red-points/shared/domain/people';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { oneselfOf } from '../memberships/index.ts';
import { blockOf } from './decide.ts';
import type { AccountChangesDeps } from './deps.ts';
import { partiesOf, whyNotConfirmedBy, whyNotWithdrawnBy } from './independence.ts';
import { type AccountChangeRecord, REASON_KIND } from './store.ts';

/** Closings and joinings as their reader may see them: masked, with what stands in the way of those that wait. */
export async function changeViews(
  deps: AccountChangesDeps,
  principal: Principal,
  changes: readonly AccountChangeRecord[],
  language: Language,
): Promise<AccountChange[]> {
  const party = await partyReader(deps, changes);
  const [oneself, reasons, users] = await Promise.all([
    oneselfOf(deps, principal),
    deps.personalData.openMany<{ reason: string }>(
      REASON_KIND,
      changes.map(({ personId, reason }) => ({ ownerId: personId, sealed: reason })),
    ),
    deps.users.names(changes.flatMap(({ proposedBy, decidedBy }) => [proposedBy, ...(decidedBy ? [decidedBy] : [])])),
  ]);
  return Promise.all(
    changes.map(async (change, at) => {
      const waits = change.state === 'proposed';
      const block = waits ? await blockOf(deps, change) : change.refusal;
      return {
        changeId: change._id,
        kind: change.kind,
        state: change.state,
        subjectKind: party(change.personId).kind,
        subject: party(change.personId).view,
        kept: change.keptPersonId === null ? null : party(change.keptPersonId).view,
        donateRest: change.donateRest,
        reason: reasons[at]?.reason ?? '—',
        proposedByName: users.get(change.proposedBy) ?? '—',
        proposedAt: change.proposedAt.toISOString(),
        decidedByName: change.decidedBy === null ? null : (users.get(change.decidedBy) ?? '—'),
        decidedAt: change.decidedAt?.toISOString() ?? null,
        finishedAt: change.finishedAt?.toISOString() ?? null,
        movedPoints: change.movedPoints,
        block: block === null ? null : wordsOf(block, language),
        mayConfirm:
          waits && permits(principal, 'accounts.confirm', change) && whyNotConfirmedBy(oneself, change) === null,
        mayWithdraw:
          waits && permits(principal, 'accounts.propose', change) && whyNotWithdrawnBy(oneself, change) === null,
      };
    }),
  );
}

function wordsOf({ refused, detail }: Refusal, language: Language): { code: string; words: string } {
  return { code: refused, words: problemText(refused, language, detail) };
}

/** Everybody whom the changes are about, in a few queries for all. */
async function partyReader(deps: AccountChangesDeps, changes: readonly AccountChangeRecord[]) {
  const ids = [...new Set(changes.flatMap(partiesOf))];
  const people = await deps.people.byIds(ids);
  const accountIds = [...people.values()].map(({ accountId }) => accountId);
  const [names, phones, units, views] = await Promise.all([
    deps.people.names(ids),
    deps.people.phones(ids),
    deps.orgUnits.names([...people.values()].map(({ unitId }) => unitId)),
    deps.ledger.views(accountIds),
  ]);
  return (personId: string) => {
    const person = people.get(personId);
    const view = views.find(({ account }) => account === person?.accountId);
    const phone = phones.get(personId);
    return {
      kind: person?.kind ?? ('person' as const),
      view: {
        personId,
        maskedName: names.get(personId)?.masked ?? '—',
        maskedPhone: phone === undefined ? null : maskPhone(phone),
        unitName: units.get(person?.unitId ?? '') ?? '—',
        available: view?.available ?? 0,
        owed: view?.state.owed ?? 0,
        minutes: view?.state.minutes ?? 0,
      },
    };
  };
}
