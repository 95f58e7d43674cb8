import { people as contract, isRefusal, refuse } from '@red-points/shared/contracts';
import type { LedgerEntry } from '@red-points/shared/domain/ledger';
import { permits } from '@red-points/shared/domain/permissions';
import { type ApiRouter, route } from '../http/route.ts';
import type { PeopleContext } from './deps.ts';
import { detailOf } from './detail.ts';
import { enter } from './enter.ts';
import { historyRoutes } from './history-routes.ts';
import { list } from './list.ts';
import { ownAccount, statementOwner } from './own-account.ts';
import { acting, permitted } from './reach.ts';
import { registerSelf } from './register-self.ts';
import { statementOf } from './statement.ts';
import { personOf } from './store.ts';
import type { People } from './types.ts';
import { unmask, viewLog } from './unmask.ts';
import { verify } from './verify.ts';

export function peopleRoutes(router: ApiRouter, context: PeopleContext, people: People): void {
  joiningRoutes(router, context, people);
  staffRoutes(router, context, people);
  ownRoutes(router, context, people);
  historyRoutes(router, context, people);
}

function joiningRoutes(router: ApiRouter, context: PeopleContext, people: People): void {
  route(router, contract.registerSelf, async ({ body, principal }) => {
    const person = await registerSelf(context, body, principal);
    return isRefusal(person) ? person : { personId: person.personId };
  });

  route(router, contract.enter, async ({ body, principal }) => {
    const unitPath = await context.orgUnits.pathOf(body.unitId);
    if (unitPath === null) return refuse('unit_unknown');
    if (!permits(principal, 'people.enter', { unitPath })) return refuse('out_of_scope');
    const person = await enter(context, {
      ...body,
      enteredBy: principal.userId,
      consentVersion: null,
      verified: false,
    });
    if (isRefusal(person)) return person;
    await context.audit.record({
      principal,
      action: 'people.enter',
      subject: { kind: 'person', id: person.personId },
      unitId: person.unitId,
    });
    return { personId: person.personId, accountId: person.accountId };
  });

  route(router, contract.verify, async ({ params, principal }) => {
    const record = await permitted(context, params.personId, principal, 'people.verify');
    if (isRefusal(record)) return record;
    const verified = await verify(context, params.personId, principal);
    if (isRefusal(verified)) return verified;
    const fresh = await context.record(params.personId);
    return fresh === null
      ? refuse('person_not_found')
      : detailOf(context, fresh, (entries) => people.lines(entries, 'staff'));
  });

  route(router, contract.verifyMany, async ({ body, principal }) => {
    const items: { personId: string; refused: string | null }[] = [];
    for (const personId of new Set(body.personIds)) {
      const record = await permitted(context, personId, principal, 'people.verify');
      const done = isRefusal(record) ? record : await verify(context, personId, principal);
      items.push({ personId, refused: isRefusal(done) ? done.refused : null });
    }
    return { items };
  });
}

function staffRoutes(router: ApiRouter, context: PeopleContext, people: People): void {
  const toLines = (entries: readonly LedgerEntry[]) => people.lines(entries, 'staff');

  route(router, contract.list, ({ query, principal }) => list(context, query, principal));

  route(router, contract.get, async ({ params, principal }) => {
    const record = await permitted(context, params.personId, principal, 'people.read');
    return isRefusal(record) ? record : detailOf(context, record, toLines);
  });

  route(router, contract.statement, async ({ params, query, principal }) => {
    const record = await permitted(context, params.personId, principal, 'people.read');
    if (isRefusal(record)) return record;
    return statementOf(context, personOf(record), query, toLines);
  });

  route(router, contract.unmask, async ({ params, body, principal }) => {
    const record = await permitted(context, params.personId, principal, 'people.unmask');
    if (isRefusal(record)) return record;
    const profile = await unmask(context, record, principal, body.reason);
    return profile ?? refuse('person_closed');
  });

  route(router, contract.viewLog, async ({ params, principal }) => {
    const record = await permitted(context, params.personId, principal, 'people.read');
    return isRefusal(record) ? record : { items: await viewLog(context, record._id) };
  });
}

function ownRoutes(router: ApiRouter, context: PeopleContext, people: People): void {
  const toLines = (entries: readonly LedgerEntry[]) => people.lines(entries, 'resident');

  route(router, contract.ownAccount, async ({ principal }) => {
    const record = await acting(context, principal);
    if (isRefusal(record)) return record;
    return ownAccount(context, record, toLines);
  });

  route(router, contract.ownStatement, async ({ query, principal }) => {
    const record = await acting(context, principal);
    if (isRefusal(record)) return record;
    const owner = await statementOwner(context, record, query);
    return isRefusal(owner) ? owner : statementOf(context, owner, query, toLines);
  });
}
