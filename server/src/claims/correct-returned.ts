import { type Principal, permits } from '@red-points/shared/domain/permissions';
import type { ClaimRecord } from './store.ts';

interface Filed {
  readonly filedBy: string;
  readonly onBehalf: boolean;
  readonly unitPath: readonly string[];
}

/**
 * Whether somebody may correct what was returned, or take it back: whoever filed it, and for what was filed on behalf of others
 * whoever files in that unit, because who filed it may be on leave or gone. Whoever does this does not review it.
 */
export function mayCorrect(principal: Principal, { filedBy, onBehalf, unitPath }: Filed): boolean {
  return filedBy === principal.userId || (onBehalf && permits(principal, 'claims.file', { unitPath }));
}

/** Whether somebody may take a claim back: while it waits its filer, afterwards whoever may correct it. */
export function mayWithdraw(principal: Principal, claim: Filed & Pick<ClaimRecord, 'state'>): boolean {
  return claim.state === 'waiting' ? claim.filedBy === principal.userId : mayCorrect(principal, claim);
}

/** What a page may offer of a claim: to correct it and file it again, and to take it back. A case is corrected and taken back as a whole. */
export function offersOf(
  principal: Principal,
  claim: Filed & Pick<ClaimRecord, 'state'>,
): { readonly mayCorrect: boolean; readonly mayWithdraw: boolean } {
  const isReturned = claim.state === 'returned';
  const isOpen = isReturned || claim.state === 'waiting';
  return {
    mayCorrect: isReturned && mayCorrect(principal, claim),
    mayWithdraw: isOpen && mayWithdraw(principal, claim),
  };
}
