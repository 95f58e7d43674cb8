import { type OrgUnit, type Overview, type Refusal, refuse } from '@red-points/shared/contracts';
import { addDays, businessDate, startOfWeek } from '@red-points/shared/domain/calendar';
import {
  type Figures,
  NO_FIGURES,
  standingByWeek,
  subjectsTotal,
  type WeekFigures,
  weeklyFigures,
} from '@red-points/shared/domain/reports';
import type { Rollups } from '../rollups/index.ts';

const WEEKS = 12;

export interface OverviewDeps {
  readonly rollups: Pick<Rollups, 'read'>;
  /** Direct children of a unit. */
  childrenOf(unitId: string): Promise<readonly OrgUnit[]>;
}

/**
 * The three numbers of a unit with their curves, and its sub-units. Reads one document per child and one per
 * day of twelve weeks, however long the history is.
 */
export async function overviewOf(unit: OrgUnit, nowMs: number, deps: OverviewDeps): Promise<Overview | Refusal> {
  const today = businessDate(nowMs);
  const firstMonday = addDays(startOfWeek(today), -7 * (WEEKS - 1));
  const children = await deps.childrenOf(unit.id);
  const counted = await deps.rollups.read((view) =>
    Promise.all([
      view.totals([unit.id, ...children.map((child) => child.id)]),
      view.recordedDays(unit.id, firstMonday, today),
    ]),
  );
  if (counted === null) return refuse('figures_not_ready');
  const [totals, days] = counted;
  const total = totals.get(unit.id) ?? NO_FIGURES;
  const weeks = weeklyFigures(days, today, WEEKS);
  const lastSevenDays = days.filter(({ day }) => day > addDays(today, -7)).map(({ figures }) => figures);
  const headline = headlineOf(total, weeks, lastSevenDays);
  return {
    unitId: unit.id,
    unitName: unit.name,
    asOf: new Date(nowMs).toISOString(),
    subjects: { ...headline(subjectsTotal), ...total.subjects },
    items: headline((figures) => figures.items),
    issued: headline((figures) => figures.issued),
    byCategory: Object.entries(total.categories).map(([category, figures]) => ({ category, ...figures })),
    weeks: weeks.map(({ from, figures }) => ({ from, issued: figures.issued, redeemed: figures.redeemed })),
    children: withOwnShare(unit, total, children, totals),
    outstanding: total.outstanding,
    redeemed: total.redeemed,
    expired: total.expired,
  };
}

function headlineOf(total: Figures, weeks: readonly WeekFigures[], lastSevenDays: readonly Figures[]) {
  return (measure: (figures: Figures) => number) => ({
    value: measure(total),
    weekChange: lastSevenDays.reduce((sum, figures) => sum + measure(figures), 0),
    spark: standingByWeek(total, weeks, measure),
  });
}

/** Children always sum up to the unit: what belongs to none of them is a row of the unit's own. */
function withOwnShare(
  unit: OrgUnit,
  total: Figures,
  children: readonly OrgUnit[],
  totals: ReadonlyMap<string, Figures>,
): Overview['children'] {
  const rows = children.map((child) => {
    const figures = totals.get(child.id) ?? NO_FIGURES;
    return {
      unitId: child.id,
      name: child.name,
      subjects: subjectsTotal(figures),
      items: figures.items,
      issued: figures.issued,
    };
  });
  const own = rows.reduce(
    (rest, row) => ({
      subjects: rest.subjects - row.subjects,
      items: rest.items - row.items,
      issued: rest.issued - row.issued,
    }),
    { subjects: subjectsTotal(total), items: total.items, issued: total.issued },
  );
  const hasOwn = own.subjects !== 0 || own.items !== 0 || own.issued !== 0;
  return hasOwn ? [...rows, { unitId: unit.id, name: unit.name, ...own }] : rows;
}
