/** What somebody did within a month. */
export interface Served {
  readonly personId: string;
  readonly atMs: number;
  readonly minutes: number;
}

/** Somebody's time in a team, in milliseconds; `leftAtMs` null while they belong to it. */
export interface Membership {
  readonly teamId: string;
  readonly personId: string;
  readonly joinedAtMs: number;
  readonly leftAtMs: number | null;
}

export interface TeamScore {
  readonly teamId: string;
  readonly people: number;
  readonly times: number;
  readonly minutes: number;
}

export interface TeamPlace extends TeamScore {
  readonly place: number;
}

/**
 * Teams by the minutes of their members while they belonged to them, most first. Somebody in two teams counts for both. The
 * same minutes share a place, and a team without any has one too.
 */
export function rankTeams(
  teamIds: readonly string[],
  memberships: readonly Membership[],
  served: readonly Served[],
): TeamPlace[] {
  const byPerson = new Map<string, Served[]>();
  for (const each of served) byPerson.set(each.personId, [...(byPerson.get(each.personId) ?? []), each]);
  const scores = new Map(teamIds.map((teamId) => [teamId, { people: new Set<string>(), times: 0, minutes: 0 }]));
  for (const { teamId, personId, joinedAtMs, leftAtMs } of memberships) {
    const score = scores.get(teamId);
    if (score === undefined) continue;
    for (const { atMs, minutes } of byPerson.get(personId) ?? []) {
      if (atMs < joinedAtMs || (leftAtMs !== null && atMs >= leftAtMs)) continue;
      score.people.add(personId);
      score.times += 1;
      score.minutes += minutes;
    }
  }
  const sorted = [...scores]
    .map(([teamId, { people, times, minutes }]) => ({ teamId, people: people.size, times, minutes }))
    .sort((a, b) => b.minutes - a.minutes || (a.teamId < b.teamId ? -1 : 1));
  return sorted.map((score) => ({ ...score, place: sorted.findIndex(({ minutes }) => minutes === score.minutes) + 1 }));
}
