import { createHash } from 'node:crypto';
import {
  type Certificate,
  type CertificateCheck,
  type CertificateLine,
  isRefusal,
  type Refusal,
  refuse,
} from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import type { Principal } from '@red-points/shared/domain/permissions';
import {
  certificateCode,
  daysWithin,
  readCertificateCode,
  type ServiceTotals,
  starRecordOf,
  starsOf,
  totalsOf,
} from '@red-points/shared/domain/service';
import { createOnce, firstOf, type RequestIdentity } from '../http/idempotency.ts';
import type { Person } from '../people/index.ts';
import type { ServiceDeps } from './deps.ts';
import { serviceDaysOf } from './read-hours.ts';
import type { CertificateRecord } from './store.ts';

const LISTED_MAX = 50;

interface Period {
  readonly from: string | null;
  readonly until: string | null;
}

/** Issues a certificate of what the ledger says now. What it says stays; whoever checks it is told where the ledger says otherwise since. */
export async function issueCertificate(
  deps: ServiceDeps,
  principal: Principal,
  person: Person,
  period: Period,
  request: RequestIdentity,
): Promise<CertificateRecord | Refusal> {
  const first = await firstOf(deps.store.certificates, request);
  if (first !== null) return first;
  if (person.kind !== 'person') return refuse('certificate_not_person');
  const nowMs = deps.clock.now();
  const today = businessDate(nowMs);
  const { from, until } = period;
  if ((from ?? '') > today || (from !== null && until !== null && from > until)) {
    return refuse('certificate_period_invalid');
  }
  const [days, hours] = await Promise.all([serviceDaysOf(deps, person), deps.starLevels.hours()]);
  if (isRefusal(days)) return days;
  const totals = totalsOf(daysWithin(days, { from, until: until ?? today }));
  if (totals.minutes <= 0) return refuse('certificate_empty');
  const { stars, reached } = starRecordOf(days, hours);
  const id = deps.ids.next();
  const created = await createOnce(deps.store.certificates, {
    _id: id,
    request,
    code: certificateCode(createHash('sha256').update(`certificate ${deps.ids.next()}`).digest()),
    personId: person.personId,
    unitId: await issuingUnit(deps, person),
    from,
    until,
    countedUntil: until !== null && until < today ? until : today,
    ...totals,
    stars,
    starHours: hours[stars - 1] ?? null,
    starsSince: reached.at(-1)?.day ?? null,
    issuedAt: new Date(nowMs),
    issuedBy: principal.userId,
    byOneself: principal.personIds.includes(person.personId) && principal.face === 'resident',
  } satisfies CertificateRecord);
  if (isRefusal(created)) return created;
  if (!created.repeated) await recordLook(deps, principal, created.document, 'certificates.issue');
  return created.document;
}

/** A grid issues nothing: the community does that it lies in. */
async function issuingUnit({ orgUnits }: ServiceDeps, { unitId, unitPath }: Person): Promise<string> {
  const units = await orgUnits.all();
  return unitPath.findLast((id) => units.get(id)?.kind === 'community') ?? unitId;
}

/** Whole names are shown to staff: each time is on record. */
export async function recordLook(
  deps: Pick<ServiceDeps, 'audit'>,
  principal: Principal,
  { _id, unitId, byOneself }: CertificateRecord,
  action: 'certificates.issue' | 'certificates.print',
): Promise<void> {
  if (byOneself && principal.face === 'resident') return;
  await deps.audit.record({ principal, action, subject: { kind: 'certificate', id: _id }, unitId });
}

/** A certificate for its paper, with the whole name. */
export async function paperOf(deps: ServiceDeps, record: CertificateRecord): Promise<Certificate> {
  const [facts, names] = await Promise.all([factsOf(deps, [record]), deps.people.names([record.personId])]);
  const name = names.get(record.personId);
  return {
    certificateId: record._id,
    name: name?.full ?? '—',
    maskedName: name?.masked ?? '—',
    ...one(facts),
    checkUrl: `${deps.publicUrl}/certificate/${record.code}`,
  };
}

/** A person's certificates, newest first. */
export async function certificatesOf(deps: ServiceDeps, personId: string): Promise<CertificateLine[]> {
  const found = await deps.store.certificates.find({ personId }).sort({ issuedAt: -1 }).limit(LISTED_MAX).toArray();
  const [facts, users] = await Promise.all([
    factsOf(deps, found),
    deps.users.names(found.map(({ issuedBy }) => issuedBy)),
  ]);
  return found.map((record, at) => ({
    certificateId: record._id,
    ...one(facts.slice(at)),
    issuedByName: record.byOneself ? null : (users.get(record.issuedBy) ?? '—'),
  }));
}

/** The certificate of a code as anybody may read it, with what the ledger says of the same days now where that differs. */
export async function checkCertificate(deps: ServiceDeps, typed: string): Promise<CertificateCheck | Refusal> {
  const record = await byCode(deps, typed);
  if (isRefusal(record)) return record;
  const [facts, names, known] = await Promise.all([
    factsOf(deps, [record]),
    deps.people.names([record.personId]),
    deps.people.nowOf(record.personId),
  ]);
  const [days, hours] = await Promise.all([known === null ? [] : serviceDaysOf(deps, known), deps.starLevels.hours()]);
  if (isRefusal(days)) return days;
  const totals = totalsOf(daysWithin(days, { from: record.from, until: record.countedUntil }));
  const stars = starsNow(record, totalsOf(days).minutes, hours);
  // What is recorded late for those days adds to them; the paper is wrong only where something was taken back.
  const lessNow = isLess(totals, record) || stars < record.stars;
  return {
    maskedName: names.get(record.personId)?.masked ?? '—',
    ...one(facts),
    now: lessNow ? { minutes: totals.minutes, items: totals.items, stars } : null,
  };
}

/** Whether hours were taken back, in all or of a category: of one, more that came of another does not make up for it. */
function isLess(now: ServiceTotals, then: Pick<CertificateRecord, 'minutes' | 'byCategory'>): boolean {
  const change = new Map(now.byCategory.map(({ category, minutes }) => [category, minutes]));
  for (const { category, minutes } of then.byCategory) change.set(category, (change.get(category) ?? 0) - minutes);
  return now.minutes < then.minutes || [...change.values()].some((minutes) => minutes < 0);
}

/** The level that a certificate names, as far as its holder still has the hours for it: levels that ask more by now take none away. */
function starsNow({ stars, starHours }: CertificateRecord, minutes: number, hours: readonly number[]): number {
  const needed = starHours ?? hours[stars - 1] ?? 0;
  return minutes >= needed * 60 ? stars : Math.min(stars, starsOf(minutes, hours));
}

/** Whether a name is the one on the certificate. */
export async function checkName(
  deps: ServiceDeps,
  typed: string,
  name: string,
): Promise<{ matches: boolean } | Refusal> {
  const record = await byCode(deps, typed);
  if (isRefusal(record)) return record;
  const limited = await deps.nameLimit.take(record.code);
  if (limited !== null) return limited;
  const names = await deps.people.names([record.personId]);
  return { matches: plain(names.get(record.personId)?.full ?? '') === plain(name) };
}

const plain = (name: string): string => name.normalize('NFKC').replace(/\s+/g, '').toLowerCase();

async function byCode(deps: ServiceDeps, typed: string): Promise<CertificateRecord | Refusal> {
  const code = readCertificateCode(typed);
  const record = code === null ? null : await deps.store.certificates.findOne({ code });
  return record ?? refuse('certificate_not_found');
}

type Facts = Omit<CertificateLine, 'certificateId' | 'issuedByName'>;

async function factsOf(deps: ServiceDeps, records: readonly CertificateRecord[]): Promise<Facts[]> {
  const units = await deps.orgUnits.names([...new Set(records.map(({ unitId }) => unitId))]);
  return records.map(({ code, unitId, from, until, issuedAt, minutes, items, byCategory, stars, starsSince }) => ({
    code,
    unitName: units.get(unitId) ?? unitId,
    from,
    until,
    issuedAt: issuedAt.toISOString(),
    minutes,
    items,
    byCategory,
    stars,
    starsSince,
  }));
}

function one(facts: readonly Facts[]): Facts {
  const [first] = facts;
  if (first === undefined) throw new Error('a certificate has no facts');
  return first;
}
