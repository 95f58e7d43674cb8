import { history as contract, isRefusal } from '@red-points/shared/contracts';
import { type ApiRouter, route } from '../http/route.ts';
import { accountAsOf } from './account-as-of.ts';
import type { PeopleContext } from './deps.ts';
import { memberSharesOf } from './member-shares.ts';
import { statementOwner } from './own-account.ts';
import { periodStatementOf } from './period-statement.ts';
import { acting, permitted } from './reach.ts';
import type { People } from './types.ts';

/** What was: for staff of people they may read, for residents of the account that counts for them, or another of theirs; closed accounts are read like others. */
export function historyRoutes(router: ApiRouter, context: PeopleContext, people: People): void {
  route(router, contract.asOf, async ({ params, query, principal }) => {
    const record = await permitted(context, params.personId, principal, 'people.read');
    return isRefusal(record) ? record : accountAsOf(context, record.accountId, query.at);
  });

  route(router, contract.ownAsOf, async ({ query, principal }) => {
    const record = await acting(context, principal);
    if (isRefusal(record)) return record;
    const owner = await statementOwner(context, record, query);
    return isRefusal(owner) ? owner : accountAsOf(context, owner.accountId, query.at);
  });

  route(router, contract.statement, async ({ params, query, principal }) => {
    const record = await permitted(context, params.personId, principal, 'people.read');
    if (isRefusal(record)) return record;
    return periodStatementOf(context, record.accountId, query, (entries) => people.lines(entries, 'staff'));
  });

  route(router, contract.ownStatement, async ({ query, principal }) => {
    const record = await acting(context, principal);
    if (isRefusal(record)) return record;
    const owner = await statementOwner(context, record, query);
    if (isRefusal(owner)) return owner;
    return periodStatementOf(context, owner.accountId, query, (entries) => people.lines(entries, 'resident'));
  });

  route(router, contract.ownShares, async ({ query, principal }) => {
    const record = await acting(context, principal);
    if (isRefusal(record)) return record;
    const owner = await statementOwner(context, record, query);
    return isRefusal(owner) ? owner : memberSharesOf(context, owner.accountId, query, record._id);
  });
}
