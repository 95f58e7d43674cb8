import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { businessDate, formatTime } from '@red-points/shared/domain/calendar';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { Declarations } from '@red-points/shared/domain/rules';
import { createOnce, type RequestIdentity } from '../http/idempotency.ts';
import { isDuplicateKey } from '../platform/database.ts';
import type { ClaimsDeps } from './deps.ts';
import { planClaim } from './file-claim.ts';
import { flagDoubles } from './same-time.ts';
import type { ClaimRecord } from './store.ts';

/** A service that a neighbour gave to a resident, as it was booked and confirmed. */
export interface GivenHelp {
  readonly helperPersonId: string;
  /** Whose word says that it was given: files the claim, and therefore never reviews it. */
  readonly userId: string;
  /** Whether that is somebody else than the helper. */
  readonly onBehalf: boolean;
  readonly helpedPersonId: string;
  readonly ruleCode: string;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly description: string;
  /** What the helper answered to the rule's questions. */
  readonly declarations: Declarations;
  readonly request: RequestIdentity;
}

const MINUTE_MS = 60_000;

/**
 * Files the hours of a neighbour who helped (以服务换服务) as a claim like any other: reviewed, public, posted by its rule.
 * Whoever was helped, and their household, do not review it. Once for its request.
 */
export async function fileHelp(deps: ClaimsDeps, help: GivenHelp): Promise<ClaimRecord | Refusal> {
  // The hours are theirs whose record it was found to be.
  const person = await deps.people.nowOf(help.helperPersonId);
  if (person === null) return refuse('person_not_found');
  const filer: Principal = {
    userId: help.userId,
    sessionId: '',
    face: 'resident',
    grants: [],
    personIds: [],
    actingPersonId: null,
  };
  const { startsAtMs, endsAtMs, ruleCode, description, declarations, onBehalf } = help;
  const fields = {
    ruleCode,
    occurredOn: businessDate(startsAtMs),
    startTime: formatTime(startsAtMs),
    minutes: Math.round((endsAtMs - startsAtMs) / MINUTE_MS),
    description,
    evidenceIds: [],
    activityId: null,
    declarations,
    draftId: null,
  };
  const planned = await planClaim(deps, filer, { person, unitPath: person.unitPath, fields, onBehalf });
  if (isRefusal(planned)) return planned;
  const record: ClaimRecord = {
    ...planned,
    sharedWith: [help.helpedPersonId],
    _id: deps.ids.next(),
    request: help.request,
  };
  try {
    const created = await createOnce(deps.claims, record);
    if (isRefusal(created)) return created;
    await flagDoubles(deps, created.document);
    return created.document;
  } catch (error) {
    if (isDuplicateKey(error)) return refuse('claim_duplicate');
    throw error;
  }
}
