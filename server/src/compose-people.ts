import { createAccounts } from './accounts/index.ts';
import { createAudit } from './audit/index.ts';
import { argon2Passwords, type CodeSender, createAuth, createUsers, type Passwords } from './auth/index.ts';
import { createCategories } from './categories/index.ts';
import { createConsents } from './consents/index.ts';
import { countPostings } from './count-postings.ts';
import { createHolidays } from './holidays/index.ts';
import { createSharedLimits } from './http/limits.ts';
import { createSessionTokens } from './http/session-token.ts';
import { createLedger, expiryJob } from './ledger/index.ts';
import { createLive } from './live/index.ts';
import { createMemberships } from './memberships/index.ts';
import { createOrgUnits } from './org-units/index.ts';
import { createPeople } from './people/index.ts';
import type { Platform } from './platform/platform.ts';
import { createRules } from './rules/index.ts';
import { createStarLevels } from './service/index.ts';
import { createStaff } from './staff/index.ts';

interface PeopleNeeds {
  readonly codeSender?: CodeSender | undefined;
  readonly passwords?: Passwords | undefined;
}

/** Whom everything else is about: units, sign-ins, people with their households and accounts, and the rules that hold for them. */
export function composePeople(platform: Platform, given: PeopleNeeds) {
  const { codeSender, passwords = argon2Passwords } = given;
  const sharedLimit = createSharedLimits(platform);
  const tokens = createSessionTokens(platform);
  const live = createLive(platform);
  const ledger = countPostings(createLedger(platform), platform.metrics);
  platform.jobs.register(expiryJob({ ...platform, ledger }));
  const orgUnits = createOrgUnits(platform);
  const users = createUsers({ ...platform, passwords });
  const audit = createAudit({ ...platform, orgUnits, userNames: users.names });
  const starLevels = createStarLevels(platform);
  const people = createPeople({ ...platform, orgUnits, users, audit, ledger, starHours: () => starLevels.hours() });
  const memberships = createMemberships({ ...platform, people, audit });
  const accounts = createAccounts({ ...platform, ledger, memberships, orgUnits, people, users, audit });
  const auth = createAuth({
    ...platform,
    tokens,
    sharedLimit,
    orgUnits,
    users,
    people,
    codeSender,
    passwords,
    onSessionEnded: live.endSession,
  });
  live.provideEndedSessions((sessionId) => auth.endedSessions.has(sessionId));
  const categories = createCategories({ ...platform, audit });
  const consents = createConsents({ ...platform, people, orgUnits, users, categories, audit });
  const rules = createRules({ platform, categories, orgUnits, audit, people, accounts, ledger, users });
  const holidays = createHolidays({ ...platform, users, audit });
  const staff = createStaff({ users, auth, people, orgUnits, audit });
  return {
    sharedLimit,
    tokens,
    live,
    ledger,
    orgUnits,
    users,
    audit,
    starLevels,
    people,
    memberships,
    accounts,
    auth,
    categories,
    consents,
    rules,
    holidays,
    staff,
  };
}

export type PeopleNouns = ReturnType<typeof composePeople>;
