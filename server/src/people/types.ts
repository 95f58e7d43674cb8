import type { Refusal, StatementLine } from '@red-points/shared/contracts';
import type { LedgerEntry } from '@red-points/shared/domain/ledger';
import type { ProfileValues } from '@red-points/shared/domain/own-data';
import type { AgeBand } from '@red-points/shared/domain/people';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { ApiRouter } from '../http/route.ts';
import type { Waiting } from '../platform/waiting.ts';

export type SubjectKind = 'person' | 'household' | 'organisation';
export type PersonStatus = 'unverified' | 'verified' | 'closed';

/** A person, household or organisation as other nouns know it: no personal field. */
export interface Person {
  readonly personId: string;
  /** The ledger account; another random id, so that neither leads to the other without this record. */
  readonly accountId: string;
  readonly kind: SubjectKind;
  /** Where they live (a community or grid). */
  readonly unitId: string;
  /** Root first, `unitId` last. */
  readonly unitPath: readonly string[];
  /** Where they serve, when that is another unit. */
  readonly serveUnitId: string | null;
  readonly status: PersonStatus;
  readonly joinedAt: Date;
  /** Found to be somebody already known: their person id. Null for everybody else. */
  readonly joinedInto: string | null;
  /** Whether there is a birthday on record, from which rules of age follow. */
  readonly hasBirthDate: boolean;
}

/** Which accounts a person goes by beside their own; told by the noun that decides it. */
export interface SharedAccounts {
  /** The household whose account is credited for what the person does now; null where it is their own. */
  creditedHousehold(person: Person): Promise<Person | null>;
  /** Whose account that is, where the person may look into it; refused where they may not. */
  readableOwner(person: Person, accountId: string): Promise<Person | Refusal>;
}

/** Names of a person for people to read. */
export interface PersonNames {
  readonly full: string;
  /** `陈*` */
  readonly masked: string;
  /** `陈*英`: for those who share an account with them. */
  readonly amongFamily: string;
}

/** Somebody to be found or entered: by phone where there is one, else by whole name within the community. */
export interface FindOrEnter {
  readonly name: string;
  readonly phone: string | null;
  /** The unit they belong to when they have to be entered; a known person keeps their own. */
  readonly unitId: string;
  readonly kind?: SubjectKind;
}

export interface FoundOrEntered {
  readonly person: Person;
  readonly entered: boolean;
}

export interface NewPerson {
  /** Given only where the caller must know the ids beforehand; else made here. */
  readonly personId?: string;
  readonly accountId?: string;
  readonly kind: SubjectKind;
  readonly name: string;
  readonly phone: string | null;
  readonly sharedPhone: boolean;
  readonly unitId: string;
  readonly serveUnitId: string | null;
  readonly birthDate: string | null;
  readonly address: string | null;
  /** Who entered them: a user id, or null for themselves. */
  readonly enteredBy: string | null;
  /** The version of the consent they gave; null where an officer holds it on paper. */
  readonly consentVersion: string | null;
  readonly verified: boolean;
  /** When they joined, in milliseconds; now unless said. */
  readonly joinedAtMs?: number;
}

/** What a statement says of the record behind an entry. */
export interface SourceTitle {
  readonly title: string;
  /** Shop, unit or the like. */
  readonly place: string | null;
  /** Why, where the record has a reason that the account's owner may read. */
  readonly reason?: string;
}

/** Titles of the records of one source kind, by their ids, in one query. */
export type SourceTitleResolver = (ids: readonly string[]) => Promise<ReadonlyMap<string, SourceTitle>>;

/** A credit that is approved or asked for and not posted yet. */
export interface PendingCredit {
  readonly creditId: string;
  readonly title: string;
  readonly category: string;
  readonly points: number;
  readonly minutes: number;
  readonly effectiveAtMs: number;
  readonly publicUntilMs: number | null;
  readonly state: 'in_publicity' | 'objected' | 'waiting_review';
}

/** Pending credits of accounts, by account id. Filled by the noun that keeps them. */
export type PendingCredits = (accountIds: readonly string[]) => Promise<ReadonlyMap<string, readonly PendingCredit[]>>;

/** Names of actors in entries by id (users or people), full and for residents the office's name. */
export interface ActorName {
  readonly forStaff: string;
  readonly forResidents: string;
}

/** How somebody is reached, for what they themselves ask. */
export interface Contact {
  /** Null where the key was erased. */
  readonly name: string | null;
  readonly phone: string | null;
  /** Keyed hash of the phone, as sign-ins know it. */
  readonly phoneIndex: string | null;
  /** The phone is theirs first, or nobody else stands on it. */
  readonly ownsPhone: boolean;
}

/** All that the profile says, for the person themselves. */
export interface OwnProfile {
  readonly name: string;
  readonly phone: string | null;
  readonly birthDate: string | null;
  readonly address: string | null;
  readonly unitId: string;
  readonly serveUnitId: string | null;
  readonly status: PersonStatus;
  readonly joinedAt: Date;
  readonly verifiedAt: Date | null;
  /** The version of the consent given on the phone; null where an officer holds it on paper. */
  readonly consentVersion: string | null;
  readonly version: number;
}

/** One look at a full profile. */
export interface LookAt {
  readonly at: Date;
  readonly byUserId: string;
  readonly reason: string | null;
}

export interface People {
  byId(personId: string): Promise<Person | null>;
  /** Whom a record is of by now: the one that it was joined into, or itself. */
  nowOf(personId: string): Promise<Person | null>;
  /** Of these records those that were joined into another, and into whose: ids by id. */
  movedTo(personIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  byIds(personIds: readonly string[]): Promise<ReadonlyMap<string, Person>>;
  byAccount(accountId: string): Promise<Person | null>;
  byAccounts(accountIds: readonly string[]): Promise<ReadonlyMap<string, Person>>;
  /** Whose phone it is, then those who share it, oldest first; closed ones left out, joined ones read as whom they are. */
  byPhone(phone: string): Promise<Person[]>;
  /** The same by the keyed hashes under which sign-ins keep phones. */
  byPhoneIndexes(phoneIndexes: readonly string[]): Promise<Person[]>;
  /** Phones of these people by the same hashes; closed ones left out but for those joined into another. */
  phoneIndexesOf(personIds: readonly string[]): Promise<string[]>;
  /** Names by person id; people whose key was erased are called 已注销. */
  names(personIds: readonly string[]): Promise<ReadonlyMap<string, PersonNames>>;
  /** Age bands by person id, on today's business date. */
  ageBands(personIds: readonly string[]): Promise<ReadonlyMap<string, AgeBand>>;
  /** Ages in whole years by person id, on today's business date; null where no birth date is kept. */
  ages(personIds: readonly string[]): Promise<ReadonlyMap<string, number | null>>;
  /** Full names and phones of those in the caller's reach, each look on record with its reason. */
  unmaskMany(
    personIds: readonly string[],
    principal: Principal,
    reason: string,
  ): Promise<ReadonlyMap<string, { readonly name: string; readonly phone: string | null }>>;
  /** Enters one; refuses unknown units and a phone that is taken unless it is shared. */
  enter(input: NewPerson): Promise<Person | Refusal>;
  /** Enters many at once without looking for phones that are taken: for generators and loaders that made them up. */
  enterMany(inputs: readonly NewPerson[]): Promise<Person[]>;
  /**
   * Finds or enters each, in the order given, with a few queries for all. A phone finds whoever has it and that name, or
   * whoever has it alone; without a phone a whole name that is known once in the community finds. Safe to repeat.
   */
  findOrEnter(inputs: readonly FindOrEnter[], enteredBy: string): Promise<FoundOrEntered[]>;
  /** As `findOrEnter`, without entering anybody: null where nobody is found. */
  find(inputs: readonly FindOrEnter[]): Promise<(Person | null)[]>;
  /** Verified organisations of a unit and below, oldest first; at most a hundred. */
  organisationsOf(unitId: string): Promise<Person[]>;
  /** Marks as verified; refuses unknown, closed and already verified people. */
  verify(personId: string, principal: Principal): Promise<Person | Refusal>;
  /** How many of a unit and below wait to be verified, and since when the first does. */
  unverified(unitId: string): Promise<Waiting>;
  /** Those who were found to be one of these people, by the records that were joined into theirs. */
  joinedInto(personIds: readonly string[]): Promise<Person[]>;
  /** Every id that means one of these people: whom they are first, then the records that were joined into theirs. */
  sameAs(personIds: readonly string[]): Promise<string[]>;
  /** All that the profile says, for the person themselves; null where there is none, or its key was erased. */
  ownProfile(personId: string): Promise<OwnProfile | null>;
  /** Why values cannot be those of a person's profile, or null. */
  whyNotValues(personId: string, values: ProfileValues): Promise<Refusal | null>;
  /** Corrects a profile; refused where the phone became somebody's meanwhile, or nobody is there any more. Safe to repeat. */
  correct(personId: string, values: ProfileValues): Promise<Refusal | null>;
  /** Who looked at the full profile, newest first, at most five hundred. */
  looksAt(personId: string): Promise<LookAt[]>;
  /** How a person is reached, and whether the phone is theirs; null where there is nobody. For what they ask themselves. */
  contactOf(personId: string): Promise<Contact | null>;
  /**
   * Erases a person whose account is closed: profile, indexes and key, with the records that were joined into theirs.
   * Safe to repeat.
   */
  forget(personId: string): Promise<void>;
  /** Ends a record whose account is closed. Safe to repeat. */
  close(personId: string): Promise<void>;
  /**
   * Ends a record that was found to be somebody already known, whose account was joined into theirs: from now on it is
   * found as that person, by phone and by name. Safe to repeat.
   */
  joinInto(personId: string, keptPersonId: string): Promise<void>;
  /** Why this person may not spend now (`person_unverified`, `person_closed`), or null. */
  mayNotSpend(person: Person): Refusal | null;
  /** Statement lines for entries of one account, with titles and actors resolved in batches. */
  lines(entries: readonly LedgerEntry[], reader: 'staff' | 'resident'): Promise<StatementLine[]>;
  /** Titles of records behind entries, by `<kind>:<id>`; unknown ones are missing. */
  titles(sources: readonly { readonly kind: string; readonly id: string }[]): Promise<ReadonlyMap<string, SourceTitle>>;
  /** Of these phones, those that somebody has: one query for all. */
  phonesTaken(phones: readonly string[]): Promise<ReadonlySet<string>>;
  /** Of these names, those that somebody bears in a unit or below: one query for all. */
  namesBorne(unitId: string, names: readonly string[]): Promise<ReadonlySet<string>>;
  /** Phones by person id, for messages; people without one, closed and erased ones are missing. */
  phones(personIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** What an account waits for: credits approved and not posted, and those that wait for review. */
  pendingOf(person: Person): Promise<readonly PendingCredit[]>;
  /** Where nouns say what their records are called. One resolver per source kind. */
  readonly sourceTitles: { register(kind: LedgerEntry['source']['kind'], resolve: SourceTitleResolver): void };
  /** Where the noun that keeps approved, unposted credits provides them. Once. */
  providePending(pending: PendingCredits): void;
  /** Where the noun that chooses accounts says which a person goes by. Once. */
  provideAccounts(accounts: SharedAccounts): void;
  routes(router: ApiRouter): void;
}
