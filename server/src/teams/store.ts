import type { Team } from '@red-points/shared/contracts';
import type { Collection, Db } from 'mongodb';
import { ensureCollection } from '../platform/database.ts';

const TEAMS = 'teams';
export const TEAM_MEMBERS = 'team_members';

/** Volunteers with a leader (志愿服务队), a party branch, a work unit. */
export interface TeamRecord {
  _id: string;
  name: string;
  kind: Team['kind'];
  unitId: string;
  unitPath: readonly string[];
  leaderPersonId: string;
  /** Those who agreed. */
  members: number;
  foundedAt: Date;
  foundedBy: string;
  dissolved: boolean;
  version: number;
}

/** Somebody's time in a team; each time is a record of its own. */
export interface MemberRecord {
  _id: string;
  teamId: string;
  personId: string;
  /** Belonging to a party branch or a team is told of nobody who has not agreed. */
  state: 'invited' | 'member' | 'left';
  /** Agreed to be counted in the ranking. */
  ranked: boolean;
  /** Invited, or agreed. */
  since: Date;
  leftAt: Date | null;
  /** The sign-in that invited or entered them. */
  by: string;
  /** Present or invited now: once in a team. */
  current: boolean;
}

export interface TeamStore {
  readonly teams: Collection<TeamRecord>;
  readonly members: Collection<MemberRecord>;
}

export function teamStore(db: Db): TeamStore {
  return { teams: db.collection<TeamRecord>(TEAMS), members: db.collection<MemberRecord>(TEAM_MEMBERS) };
}

/** Makes the collections of teams and their members. */
export async function ensureTeams(db: Db): Promise<void> {
  await ensureCollection(db, {
    name: TEAMS,
    indexes: [
      { key: { unitPath: 1, name: 1, _id: 1 } },
      {
        name: 'name_once',
        key: { unitId: 1, name: 1 },
        unique: true,
        partialFilterExpression: { dissolved: false },
      },
    ],
  });
  await ensureCollection(db, {
    name: TEAM_MEMBERS,
    indexes: [
      {
        name: 'member_once',
        key: { teamId: 1, personId: 1 },
        unique: true,
        partialFilterExpression: { current: true },
      },
      { key: { personId: 1, current: 1 } },
      { key: { teamId: 1, current: 1, since: 1, _id: 1 } },
    ],
  });
}
