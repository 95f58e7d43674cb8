import type { Language, PeriodReport, ReportFigures } from '@red-points/shared/contracts';
import {
  peoplePeriodOf,
  REPORT_COLUMNS,
  REPORT_WORDS,
  type ReportColumn,
  reportKindOf,
} from '@red-points/shared/domain/reports';
import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import { textCell } from '../platform/spreadsheet.ts';

type Cell = SheetData[number][number];
type CategoryNames = (category: string) => string;

/** The columns of the sheet by unit, in order, with what stands in them. */
const COLUMNS: readonly (readonly [ReportColumn, (figures: ReportFigures) => number | null])[] = [
  ['person', ({ subjects }) => subjects.person],
  ['household', ({ subjects }) => subjects.household],
  ['organisation', ({ subjects }) => subjects.organisation],
  ['subjectsChange', ({ subjectsChange: { person, household, organisation } }) => person + household + organisation],
  ['items', ({ items }) => items],
  ['people', ({ people }) => people],
  ['times', ({ times }) => times],
  ['hours', ({ minutes }) => hoursOf(minutes)],
  ['issued', ({ issued }) => issued],
  ['redeemed', ({ redeemed }) => redeemed],
  ['expired', ({ expired }) => expired],
  ['donated', ({ donated }) => donated],
  ['other', ({ other }) => other],
  ['outstanding', ({ outstanding }) => outstanding],
];

const UNIT_WIDTH = 30;
const NUMBER_WIDTH = 13;

/** A report as a workbook of three sheets: by unit, by category, by day. */
export function reportWorkbook(report: PeriodReport, language: Language, nameOf: CategoryNames): Promise<Buffer> {
  const sheets = [
    ['byUnit', unitRows(report, language), COLUMNS.length],
    ['byCategory', categoryRows(report, language, nameOf), 3],
    ['byDay', dayRows(report, language), 3],
  ] as const;
  const head = headOf(report, language);
  return writeXlsxFile(
    sheets.map(([name, rows, numbers]) => ({
      data: [...head, [], ...rows],
      sheet: REPORT_WORDS[name][language],
      columns: [{ width: UNIT_WIDTH }, ...Array.from({ length: numbers }, () => ({ width: NUMBER_WIDTH }))],
      stickyRowsCount: head.length + 2,
    })),
  ).toBuffer();
}

/** The name of the file, in the language of the reader. */
export function reportFileName({ unitName, from, until }: PeriodReport, language: Language): string {
  const title = REPORT_WORDS[reportKindOf(peoplePeriodOf(from, until))][language];
  return `${unitName} ${title} ${from}_${until}.xlsx`;
}

function headOf({ unitName, from, until, knownOn }: PeriodReport, language: Language): SheetData {
  const title = REPORT_WORDS[reportKindOf(peoplePeriodOf(from, until))][language];
  return [
    [{ ...cellOf(`${unitName} ${title}`), fontWeight: 'bold' as const, fontSize: 14 }],
    [cellOf(`${from} — ${until}`)],
    [cellOf(REPORT_WORDS.knownOn[language].replace('{day}', knownOn))],
  ];
}

function unitRows({ rows, total }: PeriodReport, language: Language): SheetData {
  const line = (name: string, figures: ReportFigures) => [
    textCell(name),
    ...COLUMNS.map(([, of]) => numberCell(of(figures))),
  ];
  return [
    titles(['unit', ...COLUMNS.map(([column]) => column)], language),
    ...rows.map((row) => line(row.own ? REPORT_WORDS.own[language] : row.name, row)),
    line(REPORT_WORDS.total[language], total).map(bold),
  ];
}

function categoryRows({ categories }: PeriodReport, language: Language, nameOf: CategoryNames): SheetData {
  return [
    titles(['category', 'items', 'points', 'hours'], language),
    ...categories.map(({ category, items, points, minutes }) => [
      textCell(nameOf(category)),
      ...[items, points, hoursOf(minutes)].map(numberCell),
    ]),
  ];
}

function dayRows({ days }: PeriodReport, language: Language): SheetData {
  return [
    titles(['day', 'issued', 'redeemed', 'expired'], language),
    ...days.map(({ day, issued, redeemed, expired }) => [
      textCell(day),
      ...[issued, redeemed, expired].map(numberCell),
    ]),
  ];
}

const titles = (columns: readonly ReportColumn[], language: Language): Cell[] =>
  columns.map((column) => ({ ...cellOf(REPORT_COLUMNS[column][language]), fontWeight: 'bold' as const }));

const cellOf = (text: string) => ({ value: text, type: String });
const numberCell = (value: number | null): Cell => (value === null ? null : { value, type: Number });
const bold = (cell: Cell): Cell =>
  typeof cell === 'object' && cell !== null ? ({ ...cell, fontWeight: 'bold' } as Cell) : cell;
const hoursOf = (minutes: number): number => Math.round(minutes / 6) / 10;
