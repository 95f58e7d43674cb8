import type { ReportFigures } from '@red-points/shared/contracts';
import type { ReportColumn } from '@red-points/shared/domain/reports';
import { formatHours, formatNumber } from '../../components/formatters.ts';

export interface FigureColumn {
  readonly column: ReportColumn;
  /** What stands in it, as people read it. */
  readonly shown: (figures: ReportFigures) => string;
}

const number = (column: ReportColumn, of: (figures: ReportFigures) => number | null): FigureColumn => ({
  column,
  shown: (figures) => {
    const value = of(figures);
    if (value === null) return '—';
    return value < 0 ? `−${formatNumber(-value)}` : formatNumber(value);
  },
});

/** The columns of a report's table, on screen and on paper. */
export const FIGURE_COLUMNS: readonly FigureColumn[] = [
  number('person', ({ subjects }) => subjects.person),
  number('household', ({ subjects }) => subjects.household),
  number('organisation', ({ subjects }) => subjects.organisation),
  number(
    'subjectsChange',
    ({ subjectsChange: { person, household, organisation } }) => person + household + organisation,
  ),
  number('items', ({ items }) => items),
  number('people', ({ people }) => people),
  number('times', ({ times }) => times),
  { column: 'hours', shown: ({ minutes }) => formatHours(minutes) },
  number('issued', ({ issued }) => issued),
  number('redeemed', ({ redeemed }) => redeemed),
  number('expired', ({ expired }) => expired),
  number('donated', ({ donated }) => donated),
  number('other', ({ other }) => other),
  number('outstanding', ({ outstanding }) => outstanding),
];

/** The columns that stand together under 参与主体. */
export const SUBJECT_COLUMNS: ReadonlySet<ReportColumn> = new Set(['person', 'household', 'organisation']);
