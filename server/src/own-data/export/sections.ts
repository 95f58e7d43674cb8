import {
  activities,
  bookings,
  checkIns,
  claims,
  contests,
  donations,
  type Endpoint,
  isRefusal,
  type Language,
  notifications,
  objections,
  people,
  publicity,
  type ResponseOf,
  redemptions,
  type StatementLine,
  service,
  teams,
} from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { type ApiRouter, ask } from '../../http/route.ts';
import type { Person } from '../../people/index.ts';
import type { OwnDataDeps } from '../deps.ts';
import { ownViews } from '../views.ts';
import { memberEntries } from './member-entries.ts';

/** One line of a section: plain values by column. */
export type Row = Readonly<Record<string, string | number | boolean | null>>;

/** One kind of record. Columns are what is handed out of it, and nothing else. */
export interface Section {
  readonly key: SectionKey;
  readonly columns: readonly string[];
  rows(of: Exported): AsyncIterable<Row>;
}

/** Whose data is handed out, and how it is asked for. */
export interface Exported {
  readonly deps: OwnDataDeps;
  readonly router: ApiRouter;
  readonly person: Person;
  /** As the person themselves, with nobody beside them: what others own is not theirs to hand out. */
  readonly principal: Principal;
  readonly language: Language;
}

export const SECTION_KEYS = [
  'profile',
  'statement',
  'memberEntries',
  'hours',
  'activities',
  'attendances',
  'claims',
  'redemptions',
  'bookings',
  'donations',
  'teams',
  'households',
  'contests',
  'objections',
  'objectionsReceived',
  'consents',
  'cards',
  'messages',
  'looks',
  'requests',
] as const;
export type SectionKey = (typeof SECTION_KEYS)[number];

const PAGE = 100;

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}
type ItemOf<E> = ResponseOf<E> extends { readonly items: readonly (infer Item)[] } ? Item : never;

/** A section that is one of the person's own lists, read page by page as their phone does, and cut to some columns. */
function listed<E extends Endpoint, Column extends keyof ItemOf<E> & string>(
  key: SectionKey,
  endpoint: E,
  columns: readonly Column[],
  query: (of: Exported) => object = () => ({}),
): Section {
  return {
    key,
    columns,
    async *rows(of) {
      let cursor: string | null = null;
      do {
        const paging = { limit: PAGE, ...(cursor === null ? {} : { cursor }) };
        const answer: unknown = await ask(of.router, endpoint, { ...of, query: { ...query(of), ...paging } });
        if (isRefusal(answer)) throw new Error(`${endpoint.id} refused an export: ${answer.refused}`);
        const page = answer as Page<ItemOf<E>>;
        for (const item of page.items) yield cut(item as Record<string, unknown>, columns);
        cursor = page.nextCursor ?? null;
      } while (cursor !== null);
    },
  };
}

function cut(item: Record<string, unknown>, columns: readonly string[]): Row {
  return Object.fromEntries(columns.map((column) => [column, plain(item[column])]));
}

function plain(value: unknown): Row[string] {
  if (value === null || value === undefined) return null;
  if (typeof value === 'object') return JSON.stringify(value);
  return typeof value === 'number' || typeof value === 'boolean' ? value : String(value);
}

/** A section of few records that are at hand at once. */
function few(key: SectionKey, columns: readonly string[], read: (of: Exported) => Promise<readonly Row[]>): Section {
  return {
    key,
    columns,
    async *rows(of) {
      yield* await read(of);
    },
  };
}

/** As the statement's, without what the account holds, which is others' too. */
const MEMBER_ENTRY_COLUMNS: readonly (keyof StatementLine & string)[] = [
  ...(['effectiveAt', 'recordedAt', 'kind', 'title', 'place', 'category', 'points', 'minutes'] as const),
  ...(['provenance', 'ruleCode', 'ruleVersion', 'reason', 'receiptCode', 'entryId'] as const),
];

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

async function profileOf({ deps, person }: Exported): Promise<Row[]> {
  const [profile, units] = await Promise.all([deps.people.ownProfile(person.personId), deps.orgUnits.all()]);
  if (profile === null) return [];
  const { name, phone, birthDate, address, status, consentVersion } = profile;
  return [
    {
      ...{ name, phone, birthDate, address, status, consentVersion },
      unit: units.get(profile.unitId)?.name ?? profile.unitId,
      serveUnit: profile.serveUnitId === null ? null : (units.get(profile.serveUnitId)?.name ?? profile.serveUnitId),
      joinedAt: profile.joinedAt.toISOString(),
      verifiedAt: iso(profile.verifiedAt),
      personId: person.personId,
      accountId: person.accountId,
    },
  ];
}

async function hoursOf(of: Exported): Promise<Row[]> {
  const record = await ask(of.router, service.own, of);
  if (isRefusal(record)) return [];
  const { minutes, stars, firstDay, lastDay } = record;
  return [{ minutes, stars, firstDay, lastDay }];
}

async function consentsOf(of: Exported): Promise<Row[]> {
  const { deps, person } = of;
  const [profile, guardians, choice] = await Promise.all([
    deps.people.ownProfile(person.personId),
    deps.consents.givenFor(person.personId),
    ask(of.router, publicity.ownChoice, of),
  ]);
  const chosen = isRefusal(choice) ? null : choice;
  return [
    {
      what: 'joining',
      choice: null,
      version: profile?.consentVersion ?? null,
      at: profile?.joinedAt.toISOString() ?? null,
    },
    ...(chosen === null
      ? []
      : [{ what: 'publicity', choice: chosen.choice, version: chosen.version ?? null, at: chosen.chosenAt ?? null }]),
    ...guardians.map(({ category, given, at }) => ({
      what: `guardian:${category}`,
      choice: given ? 'given' : 'taken_back',
      version: null,
      at: at.toISOString(),
    })),
  ];
}

/** Who looked is told by office and role: an office answers to residents, not somebody by name. */
async function looksOf({ deps, person }: Exported): Promise<Row[]> {
  const looks = await deps.people.looksAt(person.personId);
  const [users, units] = await Promise.all([
    deps.users.byIds([...new Set(looks.map(({ byUserId }) => byUserId))]),
    deps.orgUnits.all(),
  ]);
  const officeOf = new Map(
    users.map(({ userId, grants }) => [
      userId,
      grants.map(({ role, unitId }) => `${units.get(unitId ?? '')?.name ?? ''} ${role}`.trim()).join(', '),
    ]),
  );
  return looks.map(({ at, byUserId, reason }) => ({
    at: at.toISOString(),
    by: officeOf.get(byUserId) ?? null,
    reason,
  }));
}

/** Everything that is held about somebody, in the order in which it is handed out. */
export const SECTIONS: readonly Section[] = [
  few(
    'profile',
    [
      ...['name', 'phone', 'birthDate', 'address', 'unit', 'serveUnit', 'status', 'joinedAt', 'verifiedAt'],
      ...['consentVersion', 'personId', 'accountId'],
    ],
    profileOf,
  ),
  listed(
    'statement',
    people.ownStatement,
    [
      ...(['effectiveAt', 'recordedAt', 'kind', 'title', 'place', 'category', 'points', 'minutes'] as const),
      ...([
        'balanceAfter',
        'owedAfter',
        'provenance',
        'ruleCode',
        'ruleVersion',
        'reason',
        'receiptCode',
        'entryId',
      ] as const),
    ],
    ({ person }) => ({ accountId: person.accountId }),
  ),
  {
    key: 'memberEntries',
    columns: MEMBER_ENTRY_COLUMNS,
    async *rows(of) {
      for await (const line of memberEntries(of)) yield cut(line, MEMBER_ENTRY_COLUMNS);
    },
  },
  few('hours', ['minutes', 'stars', 'firstDay', 'lastDay'], hoursOf),
  listed(
    'activities',
    activities.listForResidents,
    ['activityId', 'title', 'startsAt', 'endsAt', 'place', 'state', 'mine'],
    () => ({
      mine: 'mine',
    }),
  ),
  listed('attendances', checkIns.listOwn, [
    ...(['activityTitle', 'place', 'checkedInAt', 'checkedOutAt', 'minutes', 'points', 'state', 'provenance'] as const),
    ...(['flags', 'attendanceId'] as const),
  ]),
  listed('claims', claims.listOwn, [
    ...(['filedAt', 'occurredOn', 'startTime', 'title', 'ruleCode', 'minutes', 'description', 'state'] as const),
    ...(['reviewedAt', 'reviewReason', 'onBehalf', 'caseId', 'evidenceIds', 'claimId'] as const),
  ]),
  listed('redemptions', redemptions.listOwn, [
    ...(['createdAt', 'shopName', 'offerTitle', 'quantity', 'points', 'state', 'via', 'finishedAt'] as const),
    ...(['refundedPoints', 'note', 'receiptCode', 'redemptionId'] as const),
  ]),
  listed('bookings', bookings.listOwn, [
    'startsAt',
    'endsAt',
    'shopName',
    'offerTitle',
    'points',
    'state',
    'outcome',
    'bookingId',
  ]),
  listed('donations', donations.listOwn, ['createdAt', 'points', 'to', 'toName', 'fromKind', 'state', 'receiptCode']),
  listed('teams', teams.listOwn, ['name', 'kind', 'mine', 'leading', 'ranked']),
  few('households', ['groupKind', 'role', 'from', 'until'], async ({ deps, person }) =>
    (await deps.memberships.spellsOf(person.personId)).map(({ groupKind, role, from, until }) => ({
      ...{ groupKind, role, from, until },
    })),
  ),
  listed('contests', contests.listOwn, ['filedAt', 'reason', 'state', 'outcome', 'answer', 'answeredAt', 'officeName']),
  listed('objections', objections.listOwn, ['filedAt', 'reason', 'state', 'answer', 'decidedAt', 'objectionId']),
  listed('objectionsReceived', objections.concerning, ['filedAt', 'state', 'answer', 'decidedAt', 'objectionId']),
  few('consents', ['what', 'choice', 'version', 'at'], consentsOf),
  few('cards', ['serial', 'state', 'issuedAt'], async ({ deps, person }) =>
    (await deps.cards.givenTo(person.personId)).map(({ serial, state, issuedAt }) => ({
      ...{ serial, state },
      issuedAt: issuedAt.toISOString(),
    })),
  ),
  listed('messages', notifications.list, ['at', 'title', 'body', 'unread']),
  few('looks', ['at', 'by', 'reason'], looksOf),
  few(
    'requests',
    ['filedAt', 'kind', 'state', 'channel', 'seen', 'dueAt', 'decidedAt', 'answer'],
    async ({ deps, person }) => {
      const found = await deps.requests.find({ personId: person.personId }).sort({ filedAt: -1 }).limit(100).toArray();
      return (await ownViews(deps, found)).map(({ filedAt, kind, state, channel, seen, dueAt, decidedAt, answer }) => ({
        ...{ filedAt, kind, state, channel, seen, dueAt, decidedAt, answer },
      }));
    },
  ),
];
