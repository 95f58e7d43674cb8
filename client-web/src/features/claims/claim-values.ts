import type { Claim, DraftContent, MediationCase, mediation, ResponseOf, RuleLine } from '@red-points/shared/contracts';
import { MEDIATION_CATEGORY, paysByCase } from '@red-points/shared/domain/mediation';
import { businessDate } from '../../components/formatters.ts';

/** What a form of a claim starts with; a case of mediation has more to it. */
export const EMPTY_MEDIATION: NonNullable<DraftContent['mediation']> = {
  outcome: null,
  mediatorIds: [],
  parties: [{ name: '', contact: '' }],
  dispute: '',
};

/** A returned case as its filer sees it, parties and all. */
export interface ReturnedCase {
  readonly record: MediationCase;
  readonly sealed: ResponseOf<typeof mediation.open>;
}

export function emptyContent(personId: string | null): DraftContent {
  return {
    personId,
    ruleCode: '',
    occurredOn: businessDate(),
    startTime: null,
    minutes: 60,
    description: '',
    evidenceIds: [],
    activityId: null,
    declarations: {},
    mediation: null,
  };
}

export function contentOf(claim: Claim, returned: ReturnedCase | undefined): DraftContent {
  const { personId, ruleCode, occurredOn, startTime, minutes, description, activityId, declarations } = claim;
  const mediation =
    returned === undefined
      ? null
      : {
          outcome: returned.record.outcome,
          mediatorIds: returned.record.mediators.map((each) => each.personId),
          parties: returned.sealed.parties.map(({ name, contact }) => ({ name, contact })),
          dispute: returned.sealed.dispute,
        };
  return {
    personId,
    ruleCode,
    occurredOn,
    startTime,
    minutes,
    description,
    evidenceIds: [...claim.evidenceIds],
    activityId,
    declarations,
    mediation,
  };
}

export function isMediation(category: string | undefined): boolean {
  return category === MEDIATION_CATEGORY;
}

/**
 * Whether a form offers a rule. One that pays for a case of mediation as a whole makes a case of what is filed; what was
 * returned stays what it is: a part of its case, or a claim that is none.
 */
export function isOffered({ code, terms }: Pick<RuleLine, 'code' | 'terms'>, returned: Claim | undefined): boolean {
  if (returned === undefined) return true;
  return returned.caseId === null ? code === returned.ruleCode || !paysByCase(terms) : isMediation(terms.category);
}

/** The parts of a claim that every request for it has. */
export function commonBody(content: DraftContent, draftId: string | null) {
  const { ruleCode, occurredOn, startTime, minutes, description, evidenceIds } = content;
  return {
    ruleCode,
    occurredOn: occurredOn ?? '',
    startTime: startTime === '' ? null : startTime,
    minutes,
    description: description.trim(),
    evidenceIds: [...evidenceIds],
    draftId,
  };
}

/** What a case adds; null while it is not filled in. */
export function caseBody({ mediation }: DraftContent) {
  if (mediation?.outcome == null) return null;
  const parties = mediation.parties.filter(({ name }) => name.trim() !== '');
  if (parties.length === 0) return null;
  return { outcome: mediation.outcome, sealed: { parties, dispute: mediation.dispute } };
}
