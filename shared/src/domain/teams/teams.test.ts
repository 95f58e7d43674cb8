import { describe, expect, it } from 'vitest';
import { rankTeams } from './index.ts';

const member = (teamId: string, personId: string, joinedAtMs = 0, leftAtMs: number | null = null) => ({
  teamId,
  personId,
  joinedAtMs,
  leftAtMs,
});

describe('the ranking of teams', () => {
  it('counts what members did while they belonged to a team, once for each team; equals share a place', () => {
    const served = [
      { personId: 'a', atMs: 10, minutes: 60 },
      { personId: 'a', atMs: 20, minutes: 30 },
      { personId: 'b', atMs: 10, minutes: 90 },
      { personId: 'outsider', atMs: 10, minutes: 500 },
    ];
    const memberships = [member('t1', 'a'), member('t2', 'b'), member('t3', 'a', 15), member('t3', 'b', 0, 10)];
    expect(rankTeams(['t4', 't1', 't2', 't3'], memberships, served)).toEqual([
      { place: 1, teamId: 't1', people: 1, times: 2, minutes: 90 },
      { place: 1, teamId: 't2', people: 1, times: 1, minutes: 90 },
      { place: 3, teamId: 't3', people: 1, times: 1, minutes: 30 },
      { place: 4, teamId: 't4', people: 0, times: 0, minutes: 0 },
    ]);
  });
});
