import {
  type BodyOf,
  holidays as contract,
  type HolidayYearView,
  isRefusal,
  type Refusal,
  refuse,
} from '@red-points/shared/contracts';
import {
  businessDate,
  HOLIDAYS,
  type HolidayCalendar,
  type HolidayYear,
  holidaysWith,
  holidayYearProblem,
  missingHolidayYears,
} from '@red-points/shared/domain/calendar';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { Collection, Db } from 'mongodb';
import type { Audit } from '../audit/index.ts';
import type { Users } from '../auth/index.ts';
import { type ApiRouter, route } from '../http/route.ts';
import type { Clock } from '../platform/clock.ts';
import { ensureCollection, isDuplicateKey } from '../platform/database.ts';

const COLLECTION = 'holiday_years';

/** The arrangement of one year as somebody entered it. */
interface HolidayYearRecord extends HolidayYear {
  /** `YYYY` */
  _id: string;
  source: string;
  setBy: string;
  setAt: Date;
  version: number;
}

/** The working calendar (工作日历): what the product brings along, with what was entered laid over it. */
export interface Holidays {
  /** For counting working days. From memory; at most a few seconds old where another process changed it. */
  calendar(): Promise<HolidayCalendar>;
  /** Told after a year was entered, in the process that did. */
  onChange(listener: () => Promise<void>): void;
  routes(router: ApiRouter): void;
}

export interface HolidaysDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly users: Pick<Users, 'names'>;
  readonly audit: Pick<Audit, 'record'>;
}

/** A change in another process is seen after this long at most, in milliseconds. */
const CACHE_MS = 3_000;

/** Makes the collection of years that were entered. */
export async function ensureHolidays(db: Db): Promise<void> {
  await ensureCollection(db, { name: COLLECTION, indexes: [] });
}

export function createHolidays(deps: HolidaysDeps): Holidays {
  const years = deps.db.collection<HolidayYearRecord>(COLLECTION);
  const listeners: (() => Promise<void>)[] = [];
  let cached: Promise<HolidayCalendar> | null = null;
  let staleAtMs = 0;
  const forget = (): void => {
    cached = null;
  };
  /** Only the process's own timer counts here: a clock that tests set must not keep it for ever. */
  const calendar = (): Promise<HolidayCalendar> => {
    if (cached === null || performance.now() >= staleAtMs) {
      const fresh = years
        .find()
        .toArray()
        .then((entered) => holidaysWith(new Map(entered.map((year) => [year._id, year]))));
      fresh.catch(forget);
      cached = fresh;
      staleAtMs = performance.now() + CACHE_MS;
    }
    return cached;
  };
  return {
    calendar,
    onChange: (listener) => listeners.push(listener),
    routes: (router) => {
      route(router, contract.list, async () => ({
        items: await listYears(deps, years),
        missing: missingHolidayYears(await calendar(), businessDate(deps.clock.now())),
      }));
      route(router, contract.set, async ({ params, body, principal }) => {
        const set = await setYear(deps, years, principal, params.year, body);
        forget();
        if (isRefusal(set)) return set;
        for (const listener of listeners) await listener();
        const view = (await listYears(deps, years)).find(({ year }) => year === params.year);
        if (view === undefined) throw new Error('a year that was entered is missing');
        return view;
      });
    },
  };
}

async function listYears(deps: HolidaysDeps, years: Collection<HolidayYearRecord>): Promise<HolidayYearView[]> {
  const entered = new Map((await years.find().toArray()).map((year) => [year._id, year]));
  const names = await deps.users.names([...entered.values()].map(({ setBy }) => setBy));
  return Object.entries(holidaysWith(entered))
    .sort(([one], [other]) => (one < other ? 1 : -1))
    .map(([year, { off, worked }]) => {
      const record = entered.get(year);
      return {
        year,
        off: off.map(([from, until]) => [from, until]),
        worked: [...worked],
        source: record?.source ?? null,
        setByName: record === undefined ? null : (names.get(record.setBy) ?? '—'),
        setAt: record?.setAt.toISOString() ?? null,
        version: record?.version ?? 0,
      };
    });
}

/** Enters a year, or puts it right, on the version that was read. What was decided by an earlier version stays. */
async function setYear(
  deps: HolidaysDeps,
  years: Collection<HolidayYearRecord>,
  principal: Principal,
  year: string,
  { version, source, ...arrangement }: BodyOf<typeof contract.set>,
): Promise<null | Refusal> {
  const problem = holidayYearProblem(year, arrangement);
  if (problem !== null) return refuse(problem);
  const next = { ...arrangement, source, setBy: principal.userId, setAt: new Date(deps.clock.now()) };
  try {
    const { matchedCount } =
      version === 0
        ? await years.insertOne({ _id: year, ...next, version: 1 }).then(() => ({ matchedCount: 1 }))
        : await years.updateOne({ _id: year, version }, { $set: { ...next, version: version + 1 } });
    if (matchedCount === 0) return refuse('version_conflict');
  } catch (error) {
    if (isDuplicateKey(error)) return refuse('version_conflict');
    throw error;
  }
  const subject = { kind: 'holiday_year', id: year };
  const detail = { off: arrangement.off.length, worked: arrangement.worked.length, builtIn: year in HOLIDAYS };
  await deps.audit.record({ principal, action: 'holidays.set', subject, unitId: null, detail });
  return null;
}
