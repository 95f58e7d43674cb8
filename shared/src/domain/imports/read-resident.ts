import { isBirthDatePossible } from '../people/index.ts';
import { textOf, wordOf } from './cells.ts';
import type { SheetHeader } from './header.ts';
import { parseDate } from './parse-date.ts';
import { parsePhone } from './parse-phone.ts';
import { IMPORT_NAME_LENGTH_MAX, readName, readTexts, rowReader } from './read-row.ts';
import type { RowVerdictOf } from './row-verdict.ts';
import type { SheetRow } from './types.ts';
import { parseUnit, type UnitLookup } from './units.ts';

export const IMPORT_ADDRESS_LENGTH_MAX = 100;

/** What a row of a list of residents says. */
export interface ResidentRow {
  readonly name: string;
  readonly phone: string | null;
  readonly unitId: string;
  readonly serveUnitId: string | null;
  readonly birthDate: string | null;
  readonly address: string | null;
}

export interface ResidentContext {
  /** The business day of the reading, `YYYY-MM-DD`. */
  readonly today: string;
  /** Where people of the list may live. */
  readonly units: UnitLookup;
  /** Where they may serve. */
  readonly serveUnits: UnitLookup;
  readonly epoch1904?: boolean;
}

/**
 * Makes the reader of a list of residents. It remembers whom it has read: the same name and phone (or, without a phone, the
 * same name, unit and birth date) twice is a duplicate; one phone with two names, or one name twice in a unit, is a doubt.
 */
export function residentReader(
  header: SheetHeader,
  context: ResidentContext,
): (cells: SheetRow, row: number, merged?: readonly number[]) => RowVerdictOf<ResidentRow> {
  const seen = new Set<string>();
  const phones = new Set<string>();
  const names = new Set<string>();
  return rowReader('residents', header, (cells, _row, reject) => {
    const value = readResident(cells, header, context, reject);
    if (value === null) return null;
    const { name, phone, unitId, birthDate } = value;
    const identity = JSON.stringify(phone === null ? [name, unitId, birthDate] : [name, phone]);
    if (seen.has(identity)) reject('row', 'person_duplicate');
    else if (phone !== null && phones.has(phone)) reject('phone', 'phone_shared');
    else if (phone === null && names.has(`${unitId} ${name}`)) reject('name', 'name_repeated');
    seen.add(identity);
    if (phone !== null) phones.add(phone);
    names.add(`${unitId} ${name}`);
    return value;
  });
}

type Reject = Parameters<Parameters<typeof rowReader>[2]>[2];

function readResident(
  cells: SheetRow,
  header: SheetHeader,
  context: ResidentContext,
  reject: Reject,
): ResidentRow | null {
  const cellOf = readTexts(cells, header).cell;
  let sound = true;
  const bad: Reject = (field, code) => {
    sound = false;
    reject(field, code);
  };
  const name = readName(cellOf('name'));
  if (name === '') bad('name', 'name_missing');
  else if (name.length > IMPORT_NAME_LENGTH_MAX) bad('name', 'name_too_long');
  else if (!/\p{L}/u.test(name) || /^[=+\-@]/.test(name)) bad('name', 'name_invalid');
  const written = wordOf(cellOf('phone'));
  const phone = parsePhone(cellOf('phone'));
  if (written !== '' && phone === null) bad('phone', 'phone_invalid');
  const unitId = parseUnit(cellOf('grid'), context.units);
  if (unitId === null) bad('grid', 'grid_unknown');
  const serves = wordOf(cellOf('serveGrid'));
  const serveUnitId = serves === '' ? null : parseUnit(cellOf('serveGrid'), context.serveUnits);
  if (serves !== '' && serveUnitId === null) bad('serveGrid', 'serve_grid_unknown');
  const birthDate = readBirthDate(cellOf('birthDate'), context);
  if (birthDate === undefined) bad('birthDate', 'birth_date_invalid');
  const address = textOf(cellOf('address')).replace(/\s+/g, ' ');
  if (address.length > IMPORT_ADDRESS_LENGTH_MAX) bad('address', 'address_too_long');
  if (!sound || unitId === null || birthDate === undefined) return null;
  return {
    name,
    phone,
    unitId,
    serveUnitId: serveUnitId === unitId ? null : serveUnitId,
    birthDate,
    address: address === '' ? null : address,
  };
}

/** The day, null where none is written, undefined where it cannot be one. Births reach further back than ledgers do. */
function readBirthDate(cell: SheetRow[number], context: ResidentContext): string | null | undefined {
  if (textOf(cell) === '') return null;
  const day = parseDate(cell, context.today, context.epoch1904, BIRTH_YEAR_MIN);
  return day.ok && isBirthDatePossible(day.date, context.today) ? day.date : undefined;
}

const BIRTH_YEAR_MIN = 1900;
