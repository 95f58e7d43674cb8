/** The roles of domain.md, each bound to an org unit (or a shop) and seeing it and what is below. */
export const ROLES = [
  'resident',
  'merchant_owner',
  'merchant_staff',
  'grid_officer',
  'organiser',
  'community_admin',
  'street_admin',
  'district_admin',
  'city_admin',
  'auditor',
  'system_admin',
] as const;
export type Role = (typeof ROLES)[number];

/**
 * How far a role's permission reaches: the caller's own person(s), their shop, their unit and what is
 * below it, or everything.
 */
export type Scope = 'self' | 'shop' | 'unit' | 'any';

const OFFICE = { community_admin: 'unit', street_admin: 'unit', district_admin: 'unit', city_admin: 'unit' } as const;
const STAFF = { ...OFFICE, grid_officer: 'unit', organiser: 'unit' } as const;
const READERS = { ...STAFF, auditor: 'unit' } as const;
const SHOPKEEPERS = { merchant_owner: 'shop', merchant_staff: 'shop' } as const;

/**
 * The one policy table: what is not in it is refused. The server asks it on every route and again in the
 * use case with the resource's unit, shop and person; pages ask it only to hide what would be refused.
 * `auditor` changes nothing; `system_admin` has users and settings and cannot post points.
 */
export const POLICY = {
  'org_units.manage': { district_admin: 'unit', city_admin: 'unit', system_admin: 'any' },
  'users.manage': { system_admin: 'any', district_admin: 'unit' },
  /** Saying which resident one is, or that one is none: the use case keeps it to one's own sign-in. */
  'users.link_own': { ...READERS, system_admin: 'any' },
  'people.register_self': { resident: 'self' },
  'people.read': READERS,
  'people.enter': STAFF,
  'people.verify': { grid_officer: 'unit', community_admin: 'unit', street_admin: 'unit' },
  'consents.record': { grid_officer: 'unit', community_admin: 'unit', street_admin: 'unit' },
  'consents.give_own': { resident: 'self' },
  'people.unmask': { grid_officer: 'unit', community_admin: 'unit', street_admin: 'unit', auditor: 'unit' },
  'memberships.manage': { grid_officer: 'unit', community_admin: 'unit', street_admin: 'unit' },
  'crediting.manage': { community_admin: 'unit', district_admin: 'unit', city_admin: 'unit' },
  'donations.own': { resident: 'self' },
  'donations.read': READERS,
  'accounts.read': READERS,
  'accounts.propose': { grid_officer: 'unit', community_admin: 'unit', street_admin: 'unit' },
  'accounts.confirm': { community_admin: 'unit', street_admin: 'unit' },
  'adjustments.read': READERS,
  'adjustments.propose': { grid_officer: 'unit', community_admin: 'unit', street_admin: 'unit' },
  'adjustments.confirm': { community_admin: 'unit', street_admin: 'unit' },
  /** Of those that give so many points that two people would approve them. */
  'adjustments.confirm_large': { street_admin: 'unit' },
  'contests.file_own': { resident: 'self' },
  'contests.file': { grid_officer: 'unit', community_admin: 'unit', street_admin: 'unit' },
  'contests.read': READERS,
  'contests.answer': { community_admin: 'unit', street_admin: 'unit' },
  'own_data.own': { resident: 'self' },
  'data_requests.file': { grid_officer: 'unit', community_admin: 'unit', street_admin: 'unit' },
  'data_requests.read': { ...OFFICE, grid_officer: 'unit', auditor: 'unit' },
  'data_requests.decide': { community_admin: 'unit', street_admin: 'unit' },
  'account.read_own': { resident: 'self' },
  'service.settings': { district_admin: 'any', city_admin: 'any', system_admin: 'any' },
  'certificates.issue': { grid_officer: 'unit', community_admin: 'unit', street_admin: 'unit' },
  'rules.read': { ...READERS, system_admin: 'any', resident: 'self' },
  'rules.manage': { community_admin: 'unit', street_admin: 'unit', district_admin: 'unit', city_admin: 'unit' },
  'rules.switch': OFFICE,
  'categories.manage': { district_admin: 'any', city_admin: 'any', system_admin: 'any' },
  'claims.file_own': { resident: 'self' },
  'claims.file': { grid_officer: 'unit', organiser: 'unit', community_admin: 'unit' },
  'claims.read': READERS,
  'reviews.read': { ...OFFICE, auditor: 'unit', grid_officer: 'unit' },
  'reviews.decide': { community_admin: 'unit', street_admin: 'unit' },
  'publicity.read_own': { resident: 'self' },
  'publicity.read': READERS,
  'publicity.choose': { grid_officer: 'unit', community_admin: 'unit', street_admin: 'unit' },
  'objections.file_own': { resident: 'self' },
  'objections.file': { grid_officer: 'unit', community_admin: 'unit', street_admin: 'unit' },
  'objections.read': { ...OFFICE, auditor: 'unit', grid_officer: 'unit' },
  'objections.decide': { community_admin: 'unit', street_admin: 'unit' },
  /** The same for objections: whoever reviews as a deputy decides them too. */
  'objections.decide_lent': { grid_officer: 'unit', community_admin: 'unit', street_admin: 'unit' },
  /** May decide where a right to review was lent to them: the use case looks for the delegation. */
  'reviews.decide_lent': { grid_officer: 'unit', community_admin: 'unit', street_admin: 'unit' },
  'reviews.escalate': { grid_officer: 'unit', community_admin: 'unit' },
  'reviews.configure': { street_admin: 'unit', district_admin: 'unit', city_admin: 'unit' },
  'delegations.read': { ...OFFICE, auditor: 'unit', grid_officer: 'unit' },
  'delegations.manage': { community_admin: 'unit', street_admin: 'unit' },
  'holidays.read': { ...READERS, system_admin: 'any' },
  'holidays.manage': { district_admin: 'any', city_admin: 'any', system_admin: 'any' },
  'activities.read': READERS,
  'activities.plan': { organiser: 'unit', community_admin: 'unit', grid_officer: 'unit' },
  'activities.approve': { community_admin: 'unit', street_admin: 'unit' },
  'activities.run': { organiser: 'unit', community_admin: 'unit', grid_officer: 'unit' },
  'activities.sign_up': { resident: 'self' },
  'teams.read': READERS,
  'teams.manage': { organiser: 'unit', grid_officer: 'unit', community_admin: 'unit' },
  'teams.own': { resident: 'self' },
  'checkins.own': { resident: 'self' },
  'displays.manage': { organiser: 'unit', grid_officer: 'unit', community_admin: 'unit', street_admin: 'unit' },
  'cards.read': READERS,
  'cards.manage': { grid_officer: 'unit', community_admin: 'unit' },
  'batches.file': { grid_officer: 'unit', community_admin: 'unit', street_admin: 'unit' },
  'batches.correct': { community_admin: 'unit', street_admin: 'unit' },
  'batches.confirm': { community_admin: 'unit', street_admin: 'unit' },
  'batches.read': { grid_officer: 'unit', ...OFFICE, auditor: 'unit' },
  'budgets.read': READERS,
  'budgets.manage': OFFICE,
  'imports.propose': { community_admin: 'unit', grid_officer: 'unit' },
  'imports.confirm': { community_admin: 'unit', street_admin: 'unit' },
  'imports.read': { grid_officer: 'unit', ...OFFICE, auditor: 'unit' },
  'shops.read': { ...READERS, ...SHOPKEEPERS },
  'shops.manage': { community_admin: 'unit', street_admin: 'unit' },
  /** For good, and by two persons. */
  'shops.close': { community_admin: 'unit', street_admin: 'unit' },
  'shops.operate': SHOPKEEPERS,
  /** A new code for the counter, which stops the one before: whose shop it is sees first that it was taken or pasted over. */
  'shops.poster': { community_admin: 'unit', street_admin: 'unit', merchant_owner: 'shop' },
  'shops.opening': { community_admin: 'unit', street_admin: 'unit', merchant_owner: 'shop' },
  'shop_staff.manage': { community_admin: 'unit', street_admin: 'unit', merchant_owner: 'shop' },
  /** One's own invitations to work in a shop: the use case looks for the phone. */
  'shop_invitations.own': { resident: 'self' },
  /** One's own applications with a shop: the use case looks for the sign-in. */
  'shop_applications.own': { resident: 'self' },
  'shop_applications.read': { ...OFFICE, grid_officer: 'unit', auditor: 'unit' },
  'shop_applications.decide': { community_admin: 'unit', street_admin: 'unit' },
  'stock.manage': { community_admin: 'unit', street_admin: 'unit', ...SHOPKEEPERS },
  'offers.manage': { community_admin: 'unit', street_admin: 'unit' },
  'slots.read': { ...READERS, ...SHOPKEEPERS },
  'slots.manage': { community_admin: 'unit', street_admin: 'unit', ...SHOPKEEPERS },
  'bookings.read': READERS,
  'bookings.decide': { community_admin: 'unit', street_admin: 'unit' },
  'redemptions.read': { ...READERS, ...SHOPKEEPERS },
  'redemptions.own': { resident: 'self' },
  'redemptions.serve': SHOPKEEPERS,
  'redemptions.assist': { grid_officer: 'unit', community_admin: 'unit' },
  'redemptions.settings': OFFICE,
  /** Whom a limit binds may tighten it, and does not loosen it alone. */
  'redemptions.loosen': { street_admin: 'unit', district_admin: 'unit', city_admin: 'unit' },
  'redemptions.confirm_refund': { community_admin: 'unit', street_admin: 'unit' },
  'redemptions.refund': { community_admin: 'unit', street_admin: 'unit', merchant_owner: 'shop' },
  'settlements.read': { grid_officer: 'unit', ...OFFICE, auditor: 'unit', merchant_owner: 'shop' },
  'settlements.handle': { grid_officer: 'unit', ...OFFICE },
  'settlements.witness': { grid_officer: 'unit', ...OFFICE },
  'settlements.approve': OFFICE,
  'settlements.dispute': { grid_officer: 'unit', ...OFFICE, merchant_owner: 'shop' },
  'settlements.fund': OFFICE,
  'settlements.fund_more': { street_admin: 'unit', district_admin: 'unit', city_admin: 'unit' },
  'settlements.audit': { ...OFFICE, auditor: 'unit' },
  'transactions.read': READERS,
  'transactions.reverse': { community_admin: 'unit', street_admin: 'unit' },
  'reports.read': READERS,
  'ledger.verify': { auditor: 'any', district_admin: 'any', city_admin: 'any' },
  'watch.read': { ...OFFICE, auditor: 'unit' },
  'watch.dismiss': { community_admin: 'unit', street_admin: 'unit', district_admin: 'unit' },
  'watch.settings': { street_admin: 'unit', district_admin: 'unit', city_admin: 'unit' },
  'spot_checks.read': { ...OFFICE, auditor: 'unit' },
  'spot_checks.check': { street_admin: 'unit', district_admin: 'unit' },
  'spot_checks.settings': { district_admin: 'unit', city_admin: 'unit' },
  'audit.read': { auditor: 'unit', district_admin: 'unit', city_admin: 'unit', system_admin: 'any' },
  'jobs.run': { system_admin: 'any' },
} as const satisfies Record<string, Partial<Record<Role, Scope>>>;

export type Action = keyof typeof POLICY;
export const ACTIONS = Object.keys(POLICY) as Action[];

/** One role as a person holds it. */
export interface RoleGrant {
  readonly role: Role;
  /** The unit it is bound to; null for resident, merchants and installation-wide roles. */
  readonly unitId: string | null;
  /** The shop it is bound to, for merchants. */
  readonly shopId: string | null;
}

/** Who is asking. */
export interface Principal {
  /** The sign-in; for residents the phone's sign-in, which may act for several people. */
  readonly userId: string;
  readonly sessionId: string;
  readonly face: Face;
  readonly grants: readonly RoleGrant[];
  /** The people this sign-in may act for; a staff member's own person where they are residents too. */
  readonly personIds: readonly string[];
  /** Whom it acts for now; null for staff and shops. */
  readonly actingPersonId: string | null;
}

export const FACES = ['console', 'resident', 'merchant'] as const;
export type Face = (typeof FACES)[number];

/** What the resource of a request belongs to, as far as it is known. */
export interface ResourceScope {
  /** The resource's unit and its ancestors. */
  readonly unitPath?: readonly string[];
  readonly shopId?: string;
  readonly personId?: string;
}

function scopeOf(action: Action, role: Role): Scope | undefined {
  return (POLICY[action] as Partial<Record<Role, Scope>>)[role];
}

/** The roles that permit an action to some of what there is. */
export function rolesFor(action: Action): Role[] {
  return ROLES.filter((role) => scopeOf(action, role) !== undefined);
}

/** Whether any role of the caller could ever permit the action: the gate of a route, before the resource is known. */
export function mayEver(principal: Principal, action: Action): boolean {
  return principal.grants.some((grant) => scopeOf(action, grant.role) !== undefined);
}

/** Whether the caller may do the action to this resource. A scope that cannot be shown to hold is refused. */
export function permits(principal: Principal, action: Action, resource: ResourceScope): boolean {
  return principal.grants.some((grant) => {
    const scope = scopeOf(action, grant.role);
    switch (scope) {
      case undefined:
        return false;
      case 'any':
        return true;
      case 'unit':
        return grant.unitId !== null && (resource.unitPath?.includes(grant.unitId) ?? false);
      case 'shop':
        return grant.shopId !== null && grant.shopId === resource.shopId;
      case 'self':
        return resource.personId !== undefined && principal.personIds.includes(resource.personId);
      default:
        return scope satisfies never;
    }
  });
}

/** The units in which the caller may do the action, for lists: `null` means everywhere. */
export function unitsFor(principal: Principal, action: Action): readonly string[] | null {
  const units: string[] = [];
  for (const grant of principal.grants) {
    const scope = scopeOf(action, grant.role);
    if (scope === 'any') return null;
    if (scope === 'unit' && grant.unitId !== null) units.push(grant.unitId);
  }
  return units;
}
