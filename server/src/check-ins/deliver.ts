import {
  type BodyOf,
  type checkIns as contract,
  isRefusal,
  type Refusal,
  type RuleTerms,
  refuse,
} from '@red-points/shared/contracts';
import { LATE_WITHIN_MS } from '@red-points/shared/domain/check-ins';
import type { Principal } from '@red-points/shared/domain/permissions';
import { type Declarations, eligibilityOf } from '@red-points/shared/domain/rules';
import type { Person } from '../people/index.ts';
import { deviceTagOf } from '../platform/device-tag.ts';
import { admit } from './admit.ts';
import { answerLater } from './answer-later.ts';
import { leave } from './check-out.ts';
import type { CheckInsDeps } from './deps.ts';
import { readScannedCode, type ScannedCode } from './scanned-code.ts';
import type { AttendanceRecord } from './store.ts';
import { useOnce } from './use-ticket.ts';

/**
 * Takes a scan from a phone that had no network when it was made. It counts from when the code was shown, by the server's clock;
 * what the phone thinks the time is does not matter. A code that is no longer fresh could be a picture of it, so the
 * attendance is `late` and the organiser's word is wanted.
 */
export async function deliverScan(
  deps: CheckInsDeps,
  principal: Principal,
  delivery: BodyOf<typeof contract.deliver>,
): Promise<AttendanceRecord | Refusal> {
  if (principal.actingPersonId === null) return refuse('registration_needed');
  const person = await deps.people.byId(principal.actingPersonId);
  if (person === null) return refuse('person_not_found');
  const scanId = `scan:${person.personId}:${delivery.scanId}`;
  const code = await readScannedCode(deps, delivery.code);
  if (isRefusal(code)) return code;
  const done = await alreadyDelivered(deps, person, scanId);
  if (done !== null) {
    const { declarations } = delivery;
    return declarations === null ? done : answerLater(deps, principal, code.activity, done, declarations);
  }
  if (code.age === 'expired') return refuse('checkin_late_too_late');
  if (code.age === 'never_shown') return refuse('checkin_code_expired');
  const open = await deps.attendances.findOne({ personId: person.personId, open: true });
  const isHere = open?.activityId === code.activity.activityId && open.checkedInAt.getTime() < code.shownAtMs;
  const act = isHere ? 'out' : 'in';
  const expiresAt = new Date(deps.clock.now() + LATE_WITHIN_MS);
  const { activityId } = code.activity;
  await useOnce(deps, { _id: scanId, activityId, personId: person.personId, act, expiresAt });
  return isHere ? scanOut(deps, principal, code, open) : scanIn(deps, principal, { code, person, scanId, delivery });
}

/** What came of the same scan before, where its answer was lost. */
async function alreadyDelivered(deps: CheckInsDeps, person: Person, scanId: string): Promise<AttendanceRecord | null> {
  const first = await deps.ticketUses.findOne({ _id: scanId });
  if (first === null) return null;
  if (first.act === 'in') return deps.attendances.findOne({ personId: person.personId, ticketId: scanId });
  const left = { personId: person.personId, activityId: first.activityId, open: false };
  return deps.attendances.findOne(left, { sort: { checkedInAt: -1, _id: -1 } });
}

interface ScanIn {
  readonly code: ScannedCode;
  readonly person: Person;
  readonly scanId: string;
  readonly delivery: BodyOf<typeof contract.deliver>;
}

async function scanIn(deps: CheckInsDeps, principal: Principal, { code, person, scanId, delivery }: ScanIn) {
  const isLate = code.age === 'late';
  const { rule } = code.activity;
  const terms = await deps.rules.terms(rule.code, rule.version);
  return admit(deps, code.activity, person, {
    provenance: isLate ? 'late' : code.provenance,
    displayId: code.displayId,
    ticketId: scanId,
    filedBy: principal.userId,
    venue: delivery.venue,
    deviceTag: delivery.device === null ? null : deviceTagOf(deps.keys, delivery.device),
    declarations: answersTo(terms, delivery.declarations),
    atMs: isLate ? code.shownAtMs : deps.clock.now(),
  });
}

/**
 * It may come by itself, with nobody there to answer: where the rule asks more than was answered, the organiser's word is wanted,
 * however fresh the code is, and reviewers are told that nobody asked.
 */
function answersTo(terms: RuleTerms, declarations: Declarations | null): Declarations | null {
  if (declarations === null) return null;
  return eligibilityOf(terms, declarations).kind === 'not_asked' ? null : declarations;
}

function scanOut(deps: CheckInsDeps, principal: Principal, code: ScannedCode, attendance: AttendanceRecord) {
  const isLate = code.age === 'late';
  const atMs = isLate ? code.shownAtMs : deps.clock.now();
  return leave(deps, principal, code.activity, attendance, { atMs, leaving: false, isLate });
}
