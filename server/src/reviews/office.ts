import { type Refusal, type ReviewOffice, refuse } from '@red-points/shared/contracts';
import { type Principal, permits, rolesFor } from '@red-points/shared/domain/permissions';
import type { ReviewsDeps } from './deps.ts';
import type { OfficeFigures } from './review-store.ts';
import { settingsOf } from './settings.ts';

/** How a unit reviews: what holds there, what waits and is late in it and below, and who can decide. */
export async function reviewOfficeOf(
  deps: ReviewsDeps,
  principal: Principal,
  unitId: string,
): Promise<ReviewOffice | Refusal> {
  const unitPath = await deps.orgUnits.pathOf(unitId);
  if (unitPath === null) return refuse('unit_unknown');
  if (!permits(principal, 'reviews.read', { unitPath })) return refuse('out_of_scope');
  const nowMs = deps.clock.now();
  const [settings, own, below, reviewers, ...figures] = await Promise.all([
    settingsOf(deps, [unitPath]),
    deps.settings.findOne({ _id: unitId }),
    deps.orgUnits.below(unitId),
    reviewersOf(deps, unitPath),
    ...[...deps.sources.values()].map(({ store }) => store.figures(unitId, unitPath.length, nowMs)),
  ]);
  const rows = new Map<string, OfficeFigures>();
  for (const row of figures.flat()) {
    const place = row.unitId ?? unitId;
    rows.set(place, added(rows.get(place), { ...row, unitId: place }));
  }
  const total = [...rows.values()].reduce<OfficeFigures | undefined>(added, undefined);
  const children = below.filter((unit) => unit.parentId === unitId || unit.id === unitId);
  const names = await deps.orgUnits.names([...unitPath, ...children.map(({ id }) => id)]);
  const { serviceDays, secondApprovalFrom, setIn } = settings(unitPath);
  return {
    unitId,
    unitName: names.get(unitId) ?? '—',
    settings: {
      serviceDays,
      secondApprovalFrom,
      setInUnitId: setIn,
      setInUnitName: setIn === null ? null : (names.get(setIn) ?? '—'),
      version: own?.version ?? 0,
      mayChange: permits(principal, 'reviews.configure', { unitPath }),
    },
    waiting: total?.waiting ?? 0,
    late: total?.late ?? 0,
    escalated: total?.escalated ?? 0,
    second: total?.second ?? 0,
    oldestSince: total?.since.toISOString() ?? null,
    units: children.flatMap(({ id, name }) => {
      const row = rows.get(id);
      // The unit itself is a row only where something lies in it and in none of its children.
      if (row === undefined && id === unitId) return [];
      return [
        {
          unitId: id,
          unitName: name,
          waiting: row?.waiting ?? 0,
          late: row?.late ?? 0,
          escalated: row?.escalated ?? 0,
          oldestSince: row?.since.toISOString() ?? null,
        },
      ];
    }),
    reviewers,
  };
}

function added(sum: OfficeFigures | undefined, row: OfficeFigures): OfficeFigures {
  if (sum === undefined) return row;
  return {
    unitId: sum.unitId,
    waiting: sum.waiting + row.waiting,
    late: sum.late + row.late,
    escalated: sum.escalated + row.escalated,
    second: sum.second + row.second,
    since: sum.since < row.since ? sum.since : row.since,
  };
}

/** Who can decide in a unit today: by a role there or above, or as a deputy. */
async function reviewersOf(deps: ReviewsDeps, unitPath: readonly string[]): Promise<ReviewOffice['reviewers']> {
  const roles = rolesFor('reviews.decide');
  const [staff, lent] = await Promise.all([deps.users.inUnits(roles, unitPath), deps.delegations.in(unitPath)]);
  const [names, units] = await Promise.all([
    deps.users.names([
      ...staff.map(({ userId }) => userId),
      ...lent.flatMap(({ deputyUserId, lentBy }) => [deputyUserId, lentBy]),
    ]),
    deps.orgUnits.names(unitPath),
  ]);
  const byRole = staff.map(({ userId, grants }) => {
    const grant = grants.find(({ role, unitId }) => roles.includes(role) && unitPath.includes(unitId ?? ''));
    return {
      userId,
      name: names.get(userId) ?? '—',
      unitName: units.get(grant?.unitId ?? '') ?? '—',
      deputyOfName: null,
      until: null,
    };
  });
  const asDeputy = lent.map(({ deputyUserId, lentBy, unitId, until }) => ({
    userId: deputyUserId,
    name: names.get(deputyUserId) ?? '—',
    unitName: units.get(unitId) ?? '—',
    deputyOfName: names.get(lentBy) ?? '—',
    until,
  }));
  return [...byRole, ...asDeputy];
}
