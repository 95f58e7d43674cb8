import { daysBetween } from '../calendar/index.ts';
import type { Role } from '../permissions/index.ts';

/** How long a right is lent at most, in days. */
export const DELEGATION_DAYS_MAX = 366;
/** Delegations of one unit that may run or lie ahead at a time. */
export const DELEGATIONS_OPEN_MAX = 50;

/**
 * Who can be a deputy (代审): staff who read the queue anyway. An auditor changes nothing and a system administrator cannot
 * post points, whoever asks them to; residents and shops are not staff.
 */
export const DEPUTY_ROLES: readonly Role[] = ['grid_officer', 'community_admin', 'street_admin'];

/** Business dates, both included. */
export interface DelegationDates {
  readonly from: string;
  readonly until: string;
}

/** Why a right cannot be lent for these days, or null. */
export function delegationDatesRefusal(
  { from, until }: DelegationDates,
  today: string,
): 'delegation_dates_wrong' | 'delegation_in_past' | 'delegation_too_long' | null {
  if (until < from) return 'delegation_dates_wrong';
  if (from < today) return 'delegation_in_past';
  return daysBetween(from, until) >= DELEGATION_DAYS_MAX ? 'delegation_too_long' : null;
}

/** Whether a delegation counts on a business date. */
export function isDelegated(
  { from, until, revoked }: DelegationDates & { readonly revoked: boolean },
  today: string,
): boolean {
  return !revoked && from <= today && today <= until;
}
