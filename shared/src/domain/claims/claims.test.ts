import { describe, expect, it } from 'vitest';
import { HOLIDAYS } from '../calendar/index.ts';
import {
  claimDateRefusal,
  claimMinutesRefusal,
  decisionRefusal,
  duplicateText,
  independenceRefusal,
  publicityEndsAt,
  stateAfterDecision,
} from './index.ts';

describe('independence of a reviewer', () => {
  const is = (own: string) => (userId: string) => userId === own;
  const parties = {
    filerUserIds: ['filer'],
    beneficiaryPersonId: 'person',
    organiserUserIds: ['organiser', 'co-organiser'],
    sharesHousehold: false,
  };
  it('holds for somebody who neither filed, benefits nor organised', () => {
    expect(independenceRefusal({ isOwn: is('other'), personIds: ['otherPerson'] }, parties)).toBeNull();
  });
  it('fails for filer, beneficiary and organiser, each with its own reason', () => {
    expect(independenceRefusal({ isOwn: is('filer'), personIds: [] }, parties)).toBe('review_own_claim');
    expect(independenceRefusal({ isOwn: is('other'), personIds: ['person'] }, parties)).toBe('review_own_benefit');
    expect(independenceRefusal({ isOwn: is('organiser'), personIds: [] }, parties)).toBe('review_own_activity');
    expect(independenceRefusal({ isOwn: is('co-organiser'), personIds: [] }, parties)).toBe('review_own_activity');
    const related = { ...parties, sharesHousehold: true };
    expect(independenceRefusal({ isOwn: is('other'), personIds: ['otherPerson'] }, related)).toBe(
      'review_own_household',
    );
  });
});

describe('a decision', () => {
  it('to return or reject wants a reason', () => {
    expect(decisionRefusal('approve', undefined)).toBeNull();
    expect(decisionRefusal('reject', undefined)).toBe('review_reason_missing');
    expect(decisionRefusal('return', '缺照片')).toBeNull();
  });
  it('leads to its state', () => {
    expect((['approve', 'return', 'reject'] as const).map(stateAfterDecision)).toEqual([
      'in_publicity',
      'returned',
      'rejected',
    ]);
  });
});

describe('the publicity window', () => {
  it('of no days closes at once', () => {
    expect(publicityEndsAt(1234, 0, HOLIDAYS)).toBe(1234);
  });
  it('closes at the end of the last whole business day, Shanghai time', () => {
    const lateEvening = Date.parse('2026-11-23T23:30:00+08:00');
    expect(new Date(publicityEndsAt(lateEvening, 3, HOLIDAYS)).toISOString()).toBe('2026-11-26T16:00:00.000Z');
    expect(publicityEndsAt(Date.parse('2026-11-23T00:00:00+08:00'), 3, HOLIDAYS)).toBe(
      publicityEndsAt(lateEvening, 3, HOLIDAYS),
    );
  });
});

describe('a claim', () => {
  const facts = {
    personId: 'p',
    ruleCode: 'TJ-01',
    occurredOn: '2026-11-20',
    minutes: 60,
    description: '调解 3 号楼噪音纠纷。',
  };
  it('is the same claim with other spaces, marks and widths', () => {
    expect(duplicateText({ ...facts, description: '调解３号楼噪音纠纷' })).toBe(duplicateText(facts));
    expect(duplicateText({ ...facts, description: '调解 4 号楼噪音纠纷' })).not.toBe(duplicateText(facts));
  });
  it('is for a day that has come and is not too long gone', () => {
    expect(claimDateRefusal('2026-11-24', '2026-11-23')).toBe('claim_in_future');
    expect(claimDateRefusal('2026-11-23', '2026-11-23')).toBeNull();
    expect(claimDateRefusal('2025-01-01', '2026-11-23')).toBe('claim_too_old');
  });
  it('by the hour names its minutes', () => {
    expect(claimMinutesRefusal('hour', 0)).toBe('claim_minutes_missing');
    expect(claimMinutesRefusal('case', 0)).toBeNull();
  });
});
