import { type Refusal, refuse } from '@red-points/shared/contracts';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import type { NoticeRecipient } from './types.ts';

/**
 * Whose messages a caller reads: the person acted for, the member of staff, or the shops served (one of them where it is
 * named). Never anybody else's.
 */
export function ownRecipients(principal: Principal, shopId?: string): NoticeRecipient[] | Refusal {
  switch (principal.face) {
    case 'resident':
      if (principal.actingPersonId === null) return refuse('registration_needed');
      return [{ kind: 'person', id: principal.actingPersonId }];
    case 'console':
      return [{ kind: 'user', id: principal.userId }];
    case 'merchant': {
      const served = principal.grants.flatMap(({ shopId: id }) =>
        id !== null && permits(principal, 'shops.operate', { shopId: id }) ? [id] : [],
      );
      const wanted = [...new Set(served)].filter((id) => shopId === undefined || id === shopId);
      return wanted.length === 0 ? refuse('out_of_scope') : wanted.map((id) => ({ kind: 'shop', id }));
    }
    default:
      return principal.face satisfies never;
  }
}

/** The one recipient that settings belong to: a shop has to be named where several are served. */
export function ownRecipient(principal: Principal, shopId?: string): NoticeRecipient | Refusal {
  const own = ownRecipients(principal, shopId);
  if ('refused' in own) return own;
  const [first, second] = own;
  if (first === undefined) return refuse('out_of_scope');
  if (second === undefined) return first;
  return refuse('validation_failed', undefined, [{ path: 'shopId', code: 'required', message: 'shopId' }]);
}
