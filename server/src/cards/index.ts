import { cards as contract, isRefusal, type Refusal, type ResidentCard, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { QR_ID_BYTES } from '@red-points/shared/domain/qr';
import type { Collection } from 'mongodb';
import type { Audit } from '../audit/index.ts';
import type { Users } from '../auth/index.ts';
import { type ApiRouter, route } from '../http/route.ts';
import type { Memberships } from '../memberships/index.ts';
import type { NoticeSource } from '../notifications/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import { type People, type Person, personFor } from '../people/index.ts';
import { isDuplicateKey } from '../platform/database.ts';
import type { Platform } from '../platform/platform.ts';
import { createQrTokens, type QrTokens } from '../platform/qr-tokens.ts';
import { whyNotForFamily } from './not-for-family.ts';
import { cardNotices } from './notices.ts';
import { type CardRecord, cardsOf } from './store.ts';

export { whyNotForFamily } from './not-for-family.ts';
export { ensureCards } from './store.ts';

export interface CardsDeps {
  readonly people: Pick<People, 'byId' | 'names'>;
  readonly users: Pick<Users, 'names'>;
  readonly orgUnits: Pick<OrgUnits, 'names'>;
  readonly memberships: Pick<Memberships, 'familyOf'>;
  readonly audit: Pick<Audit, 'record'>;
}

export interface CardsNeeds extends CardsDeps {
  readonly platform: Pick<Platform, 'db' | 'clock' | 'ids' | 'keys' | 'config'>;
}

export interface ScannedCard {
  readonly cardId: string;
  readonly personId: string;
}

/** Printed cards (居民卡): they tell who somebody is, to staff who scan them. */
export interface Cards {
  /** Whose card was scanned; null where it is no card at all. */
  personOf(scanned: string): Promise<string | Refusal | null>;
  /** The cards that a person was given, newest first, without what could be scanned. */
  givenTo(personId: string): Promise<{ serial: number; state: string; issuedAt: Date }[]>;
  /** The card that was scanned, and whose it is; null where it is no card at all. */
  read(scanned: string): Promise<ScannedCard | Refusal | null>;
  /** The sign-in that issued a card; null where there is no such card. */
  issuerOf(cardId: string): Promise<string | null>;
  /** Why nothing is done any more with a card that was good when it was scanned: `card_revoked`, or null. */
  whyNotGood(cardId: string): Promise<Refusal | null>;
  /** No card of a person whose account is over tells who they are any more. Can be repeated. */
  withdraw(personId: string): Promise<void>;
  /** What it tells people. */
  readonly noticeSource: NoticeSource;
  routes(router: ApiRouter): void;
}

interface Context extends CardsDeps {
  readonly cards: Collection<CardRecord>;
  readonly qr: QrTokens;
  readonly clock: Platform['clock'];
  readonly ids: Platform['ids'];
}

export function createCards({ platform, ...needs }: CardsNeeds): Cards {
  const { db, clock, ids, keys, config } = platform;
  const qr = createQrTokens(keys, config.publicUrl);
  const context: Context = { ...needs, cards: cardsOf(db), qr, clock, ids };
  return {
    personOf: (scanned) => personOf(context, scanned),
    givenTo: async (personId) =>
      (await context.cards.find({ personId }).sort({ serial: -1 }).toArray()).map(({ serial, state, issuedAt }) => ({
        serial,
        state,
        issuedAt,
      })),
    read: (scanned) => readCard(context, scanned),
    issuerOf: async (_id) => (await context.cards.findOne({ _id }, { projection: { issuedBy: 1 } }))?.issuedBy ?? null,
    whyNotGood: async (_id) => {
      const good = await context.cards.findOne({ _id, state: 'active' }, { projection: { _id: 1 } });
      return good === null ? refuse('card_revoked') : null;
    },
    withdraw: async (personId) => {
      await context.cards.updateMany({ personId, state: 'active' }, { $set: { state: 'revoked' } });
    },
    noticeSource: cardNotices,
    routes: (router) => {
      route(router, contract.get, async ({ params, principal }) => {
        const person = await personFor(context.people, principal, 'cards.read', params.personId);
        if (isRefusal(person)) return person;
        const card = await context.cards.findOne({ personId: person.personId, state: 'active' });
        return { card: card === null ? null : await viewOf(context, person, card) };
      });
      route(router, contract.issue, async ({ params, principal }) => {
        const person = await personFor(context.people, principal, 'cards.manage', params.personId);
        if (isRefusal(person)) return person;
        if (person.status === 'closed') return refuse('person_closed');
        const ownFamily = await whyNotForFamily(context.memberships, principal, person.personId);
        if (ownFamily !== null) return ownFamily;
        // Also under fourteen: it says who checks in. What spends by it is the PIN, which they get none of.
        return viewOf(context, person, await issue(context, principal, person));
      });
      route(router, contract.find, async ({ body, principal }) => {
        const personId = await personOf(context, body.code);
        if (personId === null) return refuse('card_not_recognised');
        if (isRefusal(personId)) return personId;
        const person = await personFor(context.people, principal, 'cards.read', personId);
        if (isRefusal(person)) return person;
        const [names, units] = await Promise.all([
          context.people.names([personId]),
          context.orgUnits.names([person.unitId]),
        ]);
        const unitName = units.get(person.unitId) ?? '—';
        return { personId, maskedName: names.get(personId)?.masked ?? '*', unitName };
      });
      route(router, contract.revoke, async ({ params, principal }) => {
        const person = await personFor(context.people, principal, 'cards.manage', params.personId);
        return isRefusal(person) ? person : revoke(context, principal, person);
      });
    },
  };
}

async function personOf(context: Context, scanned: string): Promise<string | Refusal | null> {
  const card = await readCard(context, scanned);
  return card === null || isRefusal(card) ? card : card.personId;
}

async function readCard({ cards, qr }: Context, scanned: string): Promise<ScannedCard | Refusal | null> {
  const read = qr.read('resident_card', scanned);
  switch (read.status) {
    case 'not_a_code':
    case 'malformed':
      return null;
    case 'forged':
      return refuse('card_forged');
    case 'other_installation':
      return refuse('card_other_installation');
    case 'ok':
      break;
    default:
      return read satisfies never;
  }
  const card = await cards.findOne({ _id: Buffer.from(read.payload).toString('hex') });
  if (card === null) return refuse('card_forged');
  return card.state === 'active' ? { cardId: card._id, personId: card.personId } : refuse('card_revoked');
}

/** A new card. The one before is replaced first: between the two writes there is none, and never two. */
async function issue(context: Context, principal: Principal, person: Person): Promise<CardRecord> {
  const { personId, unitId } = person;
  let issued: CardRecord | null = null;
  while (issued === null) issued = await tryIssue(context, principal, personId);
  await context.audit.record({ principal, action: 'cards.issue', subject: { kind: 'person', id: personId }, unitId });
  return issued;
}

/** Null where somebody else issued one for the same person in the same moment. */
async function tryIssue(context: Context, principal: Principal, personId: string): Promise<CardRecord | null> {
  const { cards, clock, ids } = context;
  await cards.updateMany({ personId, state: 'active' }, { $set: { state: 'replaced' } });
  const [last] = await cards.find({ personId }).sort({ serial: -1 }).limit(1).toArray();
  const card: CardRecord = {
    _id: Buffer.from(ids.next(), 'base64url').subarray(0, QR_ID_BYTES).toString('hex'),
    personId,
    serial: (last?.serial ?? 0) + 1,
    state: 'active',
    issuedBy: principal.userId,
    issuedAt: new Date(clock.now()),
  };
  try {
    await cards.insertOne(card);
    return card;
  } catch (error) {
    if (isDuplicateKey(error)) return null;
    throw error;
  }
}

async function revoke(context: Context, principal: Principal, person: Person): Promise<undefined | Refusal> {
  const { personId, unitId } = person;
  const { modifiedCount } = await context.cards.updateMany(
    { personId, state: 'active' },
    { $set: { state: 'revoked' } },
  );
  if (modifiedCount === 0) return refuse('card_missing');
  await context.audit.record({ principal, action: 'cards.revoke', subject: { kind: 'person', id: personId }, unitId });
  return undefined;
}

async function viewOf(context: Context, person: Person, card: CardRecord): Promise<ResidentCard> {
  const [names, users, units] = await Promise.all([
    context.people.names([person.personId]),
    context.users.names([card.issuedBy]),
    context.orgUnits.names([person.unitId]),
  ]);
  return {
    personId: person.personId,
    maskedName: names.get(person.personId)?.masked ?? '*',
    unitName: units.get(person.unitId) ?? '—',
    serial: card.serial,
    codeUrl: context.qr.urlOf('resident_card', Buffer.from(card._id, 'hex')),
    issuedAt: card.issuedAt.toISOString(),
    issuedByName: users.get(card.issuedBy) ?? '—',
  };
}
