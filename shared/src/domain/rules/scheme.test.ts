import { describe, expect, it } from 'vitest';
import { ruleTermsSchema } from '../../contracts/index.ts';
import { paysByCase } from '../mediation/index.ts';
import { capRooms, namedCapsFor } from './caps.ts';
import { STARTER_RULES, starterTerms } from './catalogue.ts';
import { differencesBetween, examplesBetween, RULE_FIELDS } from './difference.ts';
import { eligibilityOf } from './eligibility.ts';
import { type EmergencyDecision, emergencyOn } from './emergency.ts';
import { evidenceShort } from './evidence.ts';
import { lastDayOf, phaseOf, type VersionFacts, versionInForce } from './versions.ts';

const version = (number: number, validFrom: string, more: Partial<VersionFacts> = {}): VersionFacts => ({
  version: number,
  state: 'published',
  validFrom,
  validUntil: null,
  withdrawnOn: null,
  ...more,
});

describe('versions by date', () => {
  const old = version(1, '2026-01-01');
  const next = version(2, '2026-12-01');
  it('a published version waits for its day, and the one before it holds until the evening before', () => {
    const both = [old, next];
    expect(both.map((each) => phaseOf(each, both, '2026-11-30'))).toEqual(['in_force', 'scheduled']);
    expect(both.map((each) => phaseOf(each, both, '2026-12-01'))).toEqual(['superseded', 'in_force']);
    expect(both.map((each) => lastDayOf(each, both))).toEqual(['2026-11-30', null]);
  });
  it('one called off before it began never was; one withdrawn on its first day ends the rule', () => {
    const calledOff = [old, version(2, '2026-12-01', { withdrawnOn: '2026-11-25' })];
    expect(versionInForce(calledOff, '2026-12-05')).toBe(old);
    expect(phaseOf(version(2, '2026-12-01', { withdrawnOn: '2026-11-25' }), calledOff, '2026-11-24')).toBe('withdrawn');
    const ended = [old, version(2, '2026-12-01', { withdrawnOn: '2026-12-01' })];
    expect(versionInForce(ended, '2026-12-01')).toBeNull();
    expect(versionInForce(ended, '2026-11-30')).toBe(old);
  });
  it('a newer version that begins earlier overtakes one that waits', () => {
    const three = [old, next, version(3, '2026-11-25')];
    expect(three.map((each) => phaseOf(each, three, '2026-11-24'))).toEqual(['in_force', 'superseded', 'scheduled']);
  });
  it('an emergency version stands by, then takes the place of the ordinary one', () => {
    const both = [old, version(2, '2026-02-01', { ruleSet: 'emergency' })];
    expect(both.map((each) => phaseOf(each, both, '2026-03-01'))).toEqual(['in_force', 'standby']);
    expect(both.map((each) => phaseOf(each, both, '2026-03-01', true))).toEqual(['suspended', 'in_force']);
    expect(versionInForce(both, '2026-01-15', true)).toBe(old);
    expect(versionInForce([both[1] as VersionFacts], '2026-03-01')).toBeNull();
  });
});

describe('emergencyOn', () => {
  const decide = (unitId: string, turn: 'in' | 'out', from: string, more: Partial<EmergencyDecision> = {}) => ({
    unitId,
    turn,
    from,
    decidedAtMs: 0,
    suspendedCodes: [],
    ...more,
  });
  const path = ['city', 'district', 'street'];
  it('counts from its day on until it is switched out, for the unit and below', () => {
    const decisions = [decide('district', 'in', '2026-07-01'), decide('district', 'out', '2026-07-10')];
    expect(emergencyOn(decisions, path, '2026-06-30')).toBeNull();
    expect(emergencyOn(decisions, path, '2026-07-01')).toMatchObject({ unitIds: ['district'], since: '2026-07-01' });
    expect(emergencyOn(decisions, path, '2026-07-09')).not.toBeNull();
    expect(emergencyOn(decisions, path, '2026-07-10')).toBeNull();
    expect(emergencyOn(decisions, ['city'], '2026-07-05')).toBeNull();
  });
  it('of two decisions for one day the later counts, and a unit cannot switch out what another switched in', () => {
    const twice = [decide('street', 'in', '2026-07-01'), decide('street', 'out', '2026-07-01', { decidedAtMs: 1 })];
    expect(emergencyOn(twice, path, '2026-07-01')).toBeNull();
    const others = [
      decide('city', 'in', '2026-07-01', { suspendedCodes: ['WH-01'] }),
      decide('street', 'out', '2026-07-02'),
    ];
    expect(emergencyOn(others, path, '2026-07-03')).toMatchObject({ suspendedCodes: ['WH-01'] });
  });
});

describe('eligibilityOf', () => {
  const terms = { notEligible: ['paid_on_duty', 'paid_per_case'] as const };
  it('asks, refuses who is paid, and asks nothing where the rule does not', () => {
    expect(eligibilityOf(terms, { paid_on_duty: false })).toEqual({ kind: 'not_asked', questions: ['paid_per_case'] });
    expect(eligibilityOf(terms, { paid_per_case: true })).toEqual({ kind: 'not_eligible', reasons: ['paid_per_case'] });
    expect(eligibilityOf(terms, { paid_on_duty: false, paid_per_case: false })).toEqual({ kind: 'eligible' });
    expect(eligibilityOf({}, { paid_on_duty: true })).toEqual({ kind: 'eligible' });
  });
});

describe('evidenceShort', () => {
  it('takes a picture for a paper, no paper for a picture, and nothing twice', () => {
    const needs = [
      { kind: 'photo' as const, countMin: 2 },
      { kind: 'case_record' as const, countMin: 1 },
      { kind: 'witness' as const, countMin: 1 },
    ];
    expect(evidenceShort(needs, { photos: 3, documents: 0 })).toBe(0);
    expect(evidenceShort(needs, { photos: 2, documents: 0 })).toBe(1);
    expect(evidenceShort(needs, { photos: 1, documents: 5 })).toBe(1);
  });
});

describe('namedCapsFor', () => {
  const none = { perDay: null, perMonth: null, perYear: null };
  const terms = { caps: { ...none, perWeek: 20 }, householdCaps: { ...none, perEvent: 12 } };
  it('counts a week from its Monday', () => {
    const sunday = Date.parse('2026-11-29T15:59:00Z');
    expect(namedCapsFor('ZY-01', terms, sunday, { memberId: null })).toEqual([
      { scope: 'person', period: 'week', key: 'ZY-01:w:20261123', pointsMax: 20 },
    ]);
    expect(namedCapsFor('ZY-01', terms, sunday + 60_000, { memberId: null })[0]?.key).toBe('ZY-01:w:20261130');
  });
  it('holds a household together at one activity, also where it lasts past midnight', () => {
    const keysAt = (text: string) =>
      namedCapsFor('ZY-01', terms, Date.parse(text), { memberId: 'm', eventId: 'a1' })
        .filter(({ period }) => period === 'event')
        .map(({ key }) => key);
    const evening = keysAt('2026-11-23T15:30:00Z');
    expect(evening.filter((key) => keysAt('2026-11-23T16:30:00Z').includes(key))).not.toEqual([]);
    expect(namedCapsFor('ZY-01', terms, 0, { memberId: 'm' }).some(({ period }) => period === 'event')).toBe(false);
    const rooms = capRooms(
      namedCapsFor('ZY-01', terms, Date.parse('2026-11-23T15:30:00Z'), { memberId: 'm', eventId: 'a1' }),
      { [evening[0] ?? '']: 9 },
    );
    expect(rooms).toContainEqual({ scope: 'household', period: 'event', pointsMax: 12, used: 9, left: 3 });
  });
});

describe('differencesBetween', () => {
  const terms = ruleTermsSchema.parse({
    title: '清扫',
    category: 'volunteering',
    unit: 'hour',
    points: 2,
    validFrom: '2026-01-01',
  });
  it('names what differs and nothing else, whatever order lists stand in', () => {
    expect(differencesBetween(terms, terms)).toEqual([]);
    const next = {
      ...terms,
      points: 3,
      caps: { ...terms.caps, perWeek: 30 },
      spendableProvenances: [...terms.spendableProvenances].reverse(),
    };
    expect(differencesBetween(terms, next)).toEqual([
      { field: 'points', before: 2, after: 3 },
      { field: 'caps.perWeek', before: null, after: 30 },
    ]);
  });
  it('knows every field that terms have', () => {
    const known = new Set(RULE_FIELDS.map((field) => field.split('.')[0]));
    expect(Object.keys(terms).filter((field) => !known.has(field))).toEqual([]);
  });
  it('shows what usual events would earn', () => {
    expect(examplesBetween(terms, { ...terms, pointsMaxPerEvent: 4 })).toEqual([
      { minutes: 240, cases: 1, before: 8, after: 4 },
      { minutes: 480, cases: 1, before: 16, after: 4 },
    ]);
  });
});

describe('the starter catalogue', () => {
  it('pays by the case only what mediators share: they are asked who is paid for it, and show a record', () => {
    const byCase = STARTER_RULES.map(starterTerms).filter(paysByCase);
    expect(byCase.map(({ title }) => title)).toEqual([
      '邻里纠纷调解',
      '物业矛盾协调',
      '停车与公共空间纠纷协调',
      '家庭矛盾劝解',
      '摊位与商户纠纷调解',
    ]);
    for (const { notEligible, evidenceNeeds } of byCase) {
      expect(notEligible).toContain('paid_per_case');
      expect(evidenceNeeds).toEqual([{ kind: 'case_record', countMin: 1 }]);
    }
    expect(STARTER_RULES.filter(({ unit }) => unit === 'case').some(({ category }) => category !== 'mediation')).toBe(
      true,
    );
  });
  it('has thirty clauses or more over three categories, each with a code of its own and sound terms', () => {
    const ordinary = STARTER_RULES.filter(({ ruleSet }) => ruleSet !== 'emergency');
    expect(ordinary.length).toBeGreaterThanOrEqual(30);
    expect(new Set(ordinary.map(({ category }) => category))).toEqual(
      new Set(['volunteering', 'mediation', 'culture']),
    );
    expect(new Set(STARTER_RULES.map(({ code }) => code)).size).toBe(STARTER_RULES.length);
    expect(new Set(STARTER_RULES.map(({ title }) => title)).size).toBe(STARTER_RULES.length);
    for (const rule of STARTER_RULES) {
      const terms = { ...starterTerms(rule), validFrom: '2026-01-01' };
      expect(ruleTermsSchema.parse(terms)).toEqual(terms);
    }
  });
});
