import { type Fund, type Refusal, refuse } from '@red-points/shared/contracts';
import { addDays, businessDate, monthOf, startOfMonth } from '@red-points/shared/domain/calendar';
import { NO_FIGURES } from '@red-points/shared/domain/reports';
import type { OrgUnitView } from '../org-units/index.ts';
import type { DonationsDeps } from './deps.ts';

const MONTHS = 12;

/** The first day of a month a number of months before. */
function monthsBefore(date: string, months: number): string {
  let first = startOfMonth(date);
  for (let back = 0; back < months; back += 1) first = startOfMonth(addDays(first, -1));
  return first;
}

/** What the fund of a unit and below came to: from the roll-ups, whatever the history. */
export async function fundOf(
  deps: Pick<DonationsDeps, 'orgUnits' | 'rollups' | 'clock'>,
  unit: OrgUnitView,
): Promise<Fund | Refusal> {
  const today = businessDate(deps.clock.now());
  const firstDay = monthsBefore(today, MONTHS - 1);
  // A fund is a community's: what lies below one gives to it.
  const children =
    unit.kind === 'community'
      ? []
      : [...(await deps.orgUnits.all()).values()].filter(({ parentId }) => parentId === unit.id);
  const counted = await deps.rollups.read((view) =>
    Promise.all([view.totals([unit.id, ...children.map(({ id }) => id)]), view.recordedDays(unit.id, firstDay, today)]),
  );
  if (counted === null) return refuse('figures_not_ready');
  const [totals, days] = counted;
  const donated = (unitId: string): number => (totals.get(unitId) ?? NO_FIGURES).donated;
  const months = Array.from({ length: MONTHS }, (_, back) => monthOf(monthsBefore(today, MONTHS - 1 - back)));
  const byMonth = months.map((month) => ({
    month,
    points: days.filter(({ day }) => monthOf(day) === month).reduce((sum, { figures }) => sum + figures.donated, 0),
  }));
  return {
    unitId: unit.id,
    unitName: unit.name,
    points: donated(unit.id),
    thisMonth: byMonth.at(-1)?.points ?? 0,
    months: byMonth,
    children: children.map(({ id, name }) => ({ unitId: id, unitName: name, points: donated(id) })),
    asOf: today,
  };
}
