import { type teams as contract, type Refusal, type ResponseOf, refuse } from '@red-points/shared/contracts';
import { endOfBusinessDay, endOfMonth, startOfBusinessDay } from '@red-points/shared/domain/calendar';
import { rankTeams } from '@red-points/shared/domain/teams';
import type { TeamsDeps } from './deps.ts';

/** More teams than a community has; a street's own teams are its own. */
const TEAMS_MAX = 200;

/**
 * The teams of a community by the hours of a month: of those who agreed and are not under 14, while they belonged to the team.
 * Everything that it reads is bounded by the month.
 */
export async function teamRanking(
  deps: TeamsDeps,
  { unitId, month }: { readonly unitId: string; readonly month: string },
): Promise<ResponseOf<typeof contract.ranking> | Refusal> {
  if ((await deps.orgUnits.pathOf(unitId)) === null) return refuse('unit_unknown');
  const from = `${month}-01`;
  const until = endOfMonth(from);
  const range = { fromMs: startOfBusinessDay(from), untilMs: endOfBusinessDay(until) };
  const teams = await deps.store.teams
    .find({ unitPath: unitId, dissolved: false })
    .sort({ name: 1, _id: 1 })
    .limit(TEAMS_MAX)
    .toArray();
  const members = await deps.store.members
    .find({
      teamId: { $in: teams.map(({ _id }) => _id) },
      ranked: true,
      $or: [
        { current: true, state: 'member' },
        { state: 'left', leftAt: { $gt: new Date(range.fromMs) } },
      ],
    })
    .toArray();
  const personIds = [...new Set(members.map(({ personId }) => personId))];
  const [bands, served] = await Promise.all([
    deps.people.ageBands(personIds),
    deps.attendances.servedBetween(personIds, range),
  ]);
  const counted = members.filter(({ personId }) => bands.get(personId) !== 'under14');
  const places = rankTeams(
    teams.map(({ _id }) => _id),
    counted.map(({ teamId, personId, since, leftAt }) => ({
      teamId,
      personId,
      joinedAtMs: since.getTime(),
      leftAtMs: leftAt?.getTime() ?? null,
    })),
    served,
  );
  const byId = new Map(teams.map((team) => [team._id, team]));
  return {
    month,
    from,
    until,
    items: places.flatMap((place) => {
      const team = byId.get(place.teamId);
      return team === undefined ? [] : [{ ...place, name: team.name, kind: team.kind }];
    }),
  };
}
