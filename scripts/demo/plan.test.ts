import { describe, expect, it } from 'vitest';
import { LANES } from './load-history.ts';
import { COMMUNITIES } from './places.ts';
import { historyPlan } from './plan.ts';
import { SUBJECTS } from './subjects.ts';

describe('the history of the demo', () => {
  const plan = historyPlan();
  it('has the totals that the article reports', () => {
    expect(plan.subjects).toHaveLength(SUBJECTS);
    expect(plan.items).toBeGreaterThanOrEqual(3_450);
    expect(plan.items).toBeLessThanOrEqual(3_459);
    expect(plan.points).toBeGreaterThanOrEqual(30_000);
    expect(plan.points).toBeLessThanOrEqual(30_999);
  });
  it('shows cases that several mediated, of one community each, and nobody in two claims of a day', () => {
    const communityOf = new Map(plan.subjects.map(({ ref, communityId }) => [ref, communityId]));
    const cases = plan.days.flatMap((day) => day.claims.filter(({ sharedWith }) => sharedWith !== null));
    const shared = cases.filter(({ sharedWith }) => (sharedWith ?? []).length > 0);
    expect(shared.length).toBeGreaterThan(20);
    expect(cases.length).toBeGreaterThan(shared.length);
    for (const { communityId, sharedWith } of shared)
      for (const ref of sharedWith ?? []) expect(communityOf.get(ref)).toBe(communityId);
    for (const day of plan.days) {
      const claimants = day.claims.flatMap(({ subject, sharedWith }) => [subject, ...(sharedWith ?? [])]);
      expect(new Set(claimants).size).toBe(claimants.length);
    }
  });
  it('gives every subject at least one credit', () => {
    const credited = new Set(
      plan.days.flatMap((day) => [
        ...day.activities.flatMap((activity) => activity.participants),
        ...day.claims.map((claim) => claim.subject),
      ]),
    );
    expect(credited.size).toBe(SUBJECTS);
  });
  it('has nobody at two activities on one day', () => {
    for (const day of plan.days) {
      const present = day.activities.flatMap((activity) => activity.participants);
      expect(new Set(present).size).toBe(present.length);
    }
  });
  it('is lived through by lanes that hold every community once', () => {
    const communities = LANES.flat();
    expect([...communities].sort()).toEqual(COMMUNITIES.map(({ id }) => id).sort());
  });
});
