import { type PeriodReport, type Refusal, type ReportFigures, refuse } from '@red-points/shared/contracts';
import { addDays, businessDate, daysBetween, endOfMonth, startOfMonth } from '@red-points/shared/domain/calendar';
import { type Figures, LAST_DAY, NO_FIGURES, peoplePeriodOf } from '@red-points/shared/domain/reports';
import type { OrgUnitView } from '../org-units/index.ts';
import type { PeopleFigures, Rollups, RollupView } from '../rollups/index.ts';

/** The longest period of one report: what it reads and shows is bounded. */
export const REPORT_DAYS_MAX = 366;

export interface PeriodReportQuery {
  readonly from: string;
  readonly until: string;
  readonly knownOn?: string | undefined;
}

interface Span {
  readonly from: string;
  readonly until: string;
}

/**
 * What took effect in a period, for a unit and the units directly below it, as known at the end of a day. All figures
 * are read of one instant, so that rows add up to the total also while entries come; once the day is over the report
 * is always the same.
 */
export async function periodReportOf(
  { rollups, nowMs }: { readonly rollups: Rollups; readonly nowMs: number },
  unit: OrgUnitView,
  children: readonly OrgUnitView[],
  query: PeriodReportQuery,
): Promise<PeriodReport | Refusal> {
  const today = businessDate(nowMs);
  const { from, until, knownOn = today } = query;
  if (until < from) return refuse('period_invalid');
  if (from > today || knownOn > today) return refuse('as_of_in_future');
  if (daysBetween(from, until) >= REPORT_DAYS_MAX)
    return refuse('report_period_too_long', { daysMax: REPORT_DAYS_MAX });
  const known = knownOn === today ? LAST_DAY : knownOn;
  const span = { from, until };
  const report = await rollups.read(async (view) => {
    const units = [unit, ...children].map(({ id }) => id);
    const [now, previous, days] = await Promise.all([
      figuresOf(view, units, span, known),
      figuresOf(view, [unit.id], spanBefore(span), known),
      view.effectiveDays(unit.id, { ...span, knownOn: known }),
    ]);
    const total = now.of(unit.id);
    return {
      unitId: unit.id,
      unitName: unit.name,
      ...span,
      knownOn,
      settled: knownOn < today,
      madeAt: new Date(nowMs).toISOString(),
      total,
      previous: previous.of(unit.id),
      rows: rowsOf(
        unit,
        total,
        children.map((child) => ({ unitId: child.id, name: child.name, own: false, ...now.of(child.id) })),
      ),
      categories: Object.entries(now.sums.get(unit.id)?.categories ?? {})
        .map(([category, of]) => ({ category, ...of }))
        .sort((one, other) => other.points - one.points || (one.category < other.category ? -1 : 1)),
      days: everyDay(span, days),
    };
  });
  return report ?? refuse('figures_not_ready');
}

interface UnitFigures {
  readonly sums: ReadonlyMap<string, Figures>;
  of(unitId: string): ReportFigures;
}

async function figuresOf(
  view: RollupView,
  units: readonly string[],
  span: Span,
  knownOn: string,
): Promise<UnitFigures> {
  const period = peoplePeriodOf(span.from, span.until);
  const [sums, standing, people] = await Promise.all([
    view.period({ units, ...span, knownOn }),
    view.standing({ units, until: span.until, knownOn }),
    period === null ? null : view.people(units, period, knownOn),
  ]);
  return {
    sums,
    of: (unitId) => {
      const counted = people === null ? null : (people.get(unitId) ?? { people: 0, times: 0 });
      return reportFigures(sums.get(unitId) ?? NO_FIGURES, standing.get(unitId) ?? NO_FIGURES, counted);
    },
  };
}

function reportFigures(period: Figures, standing: Figures, people: PeopleFigures | null): ReportFigures {
  const { items, issued, redeemed, expired, donated, minutes, outstanding: outstandingChange } = period;
  return {
    subjects: { ...standing.subjects },
    subjectsChange: { ...period.subjects },
    items,
    issued,
    redeemed,
    expired,
    donated,
    other: outstandingChange - issued + redeemed + expired + donated,
    outstandingChange,
    outstanding: standing.outstanding,
    minutes,
    people: people?.people ?? null,
    times: people?.times ?? null,
  };
}

type Row = PeriodReport['rows'][number];

/** Rows always add up: what belongs to none of the units below is a row of the unit's own. */
function rowsOf(unit: OrgUnitView, total: ReportFigures, below: readonly Row[]): Row[] {
  const own = below.reduce<ReportFigures>((rest, row) => without(rest, row), total);
  const something = Object.values(own).some((value) =>
    typeof value === 'object' && value !== null
      ? Object.values(value).some((count) => count !== 0)
      : (value ?? 0) !== 0,
  );
  return something ? [...below, { unitId: unit.id, name: unit.name, own: true, ...own }] : [...below];
}

function without(all: ReportFigures, part: ReportFigures): ReportFigures {
  const subjects = (name: 'subjects' | 'subjectsChange') => ({
    person: all[name].person - part[name].person,
    household: all[name].household - part[name].household,
    organisation: all[name].organisation - part[name].organisation,
  });
  const known = (name: 'people' | 'times') => {
    const [left, right] = [all[name], part[name]];
    return left === null || right === null ? null : left - right;
  };
  return {
    subjects: subjects('subjects'),
    subjectsChange: subjects('subjectsChange'),
    items: all.items - part.items,
    issued: all.issued - part.issued,
    redeemed: all.redeemed - part.redeemed,
    expired: all.expired - part.expired,
    donated: all.donated - part.donated,
    other: all.other - part.other,
    outstandingChange: all.outstandingChange - part.outstandingChange,
    outstanding: all.outstanding - part.outstanding,
    minutes: all.minutes - part.minutes,
    people: known('people'),
    times: known('times'),
  };
}

/** The month before whole months, else as many days before. */
export function spanBefore({ from, until }: Span): Span {
  const last = addDays(from, -1);
  const isMonth = startOfMonth(from) === from && endOfMonth(from) === until;
  return { from: isMonth ? startOfMonth(last) : addDays(from, -1 - daysBetween(from, until)), until: last };
}

function everyDay(
  { from, until }: Span,
  days: readonly { readonly day: string; readonly figures: Figures }[],
): PeriodReport['days'] {
  const byDay = new Map(days.map(({ day, figures }) => [day, figures]));
  return Array.from({ length: daysBetween(from, until) + 1 }, (_, index) => {
    const day = addDays(from, index);
    const { issued, redeemed, expired } = byDay.get(day) ?? NO_FIGURES;
    return { day, issued, redeemed, expired };
  });
}
