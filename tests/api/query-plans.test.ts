import { confirmableBy as confirmableChangesBy } from '@red-points/server/account-changes/independence';
import { whenFilter } from '@red-points/server/activities/list-activities';
import { approvableBy } from '@red-points/server/activities/store';
import { confirmableBy as confirmableCorrectionsBy } from '@red-points/server/adjustments/decide';
import { withoutPartOf } from '@red-points/server/bookings/both-sides';
import { ensureCollections } from '@red-points/server/collections';
import { answerableBy } from '@red-points/server/contests/answer';
import { decidableBy } from '@red-points/server/own-data/decide';
import { dueBy, dueIndex, ensureCollection, textIndex } from '@red-points/server/platform/database';
import { confirmableBy as confirmableRefundsBy } from '@red-points/server/redemptions/confirm-refund';
import { RETIRED_INDEXES } from '@red-points/server/retired-indexes';
import { checkableBy } from '@red-points/server/spot-checks/check-item';
import type { Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, TEST_START_MS, type TestApp } from '../support/app.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

/** The names of the indexes that answer a question; `COLLSCAN` where every document is looked at. */
async function indexesOf(collection: string, filter: Document): Promise<string[]> {
  const { queryPlanner } = await test.context.db.collection(collection).find(filter).explain('queryPlanner');
  const plan = JSON.stringify(queryPlanner.winningPlan);
  if (plan.includes('COLLSCAN')) return ['COLLSCAN'];
  return [...plan.matchAll(/"indexName":"([^"]+)"/g)].map(([, name]) => name ?? '');
}

const day = () => new Date(test.clock.now());

/** What waits for review. */
const QUEUED = { state: 'waiting', waitingSince: { $type: 'date' } };

/** What waits and is not in the queue. */
const UNQUEUED = { state: 'waiting', waitingSince: null, 'escalation.at': null, dueAt: null };

/** The questions that are asked on the way of requests or by jobs again and again, and that an index of few documents answers. */
const QUESTIONS: readonly [string, () => Document, string][] = [
  ['users', () => ({ username: 'secretary' }), 'username_text'],
  ['offers', () => ({ grams: { $all: ['大米', '米粉'] }, active: true }), 'found_by'],
  ['users', () => ({ phoneIndex: 'x' }), 'phoneIndex_text'],
  ['users', () => ({ phoneIndex: { $in: ['x', 'y'] } }), 'phoneIndex_text'],
  ['users', () => ({ personId: { $in: ['x', 'y'] } }), 'personId_text'],
  ['redemptions', () => ({ 'request.caller': 'x', 'request.key': 'y' }), 'request_once'],
  ['people', () => ({ joinedInto: { $in: ['x', 'y'] } }), 'joinedInto_text'],
  ['people', () => ({ joinedInto: 'x' }), 'joinedInto_text'],
  ['people', () => ({ phoneOwnerIndex: 'x' }), 'phoneOwnerIndex_text'],
  ['redemption_codes', () => ({ 'scan.id': 'x' }), 'scan_id_text'],
  ['shops', () => ({ parentId: 'x' }), 'parentId_text'],
  ['shops', () => ({ nextCheckAt: dueBy(test.clock.now()) }), 'to_carry_on'],
  ['shops', () => ({ unitPath: 'x', closingProposedAt: { $type: 'date' } }), 'closing_proposed'],
  ['shop_applications', () => ({ shopId: { $in: ['x', 'y'] }, state: 'approved' }), 'shopId_1'],
  ['shop_invitations', () => ({ openKey: 'x' }), 'openKey_text'],
  ['shop_applications', () => ({ licenceIndex: 'x' }), 'licenceIndex_text'],
  ['shop_licence_photos', () => ({ applicationId: 'x', erasedAt: null }), 'applicationId_text'],
  ['shop_licence_photos', () => ({ eraseAt: dueBy(test.clock.now()) }), 'to_erase'],
  ['shop_applications', () => ({ licenceIndex: { $in: ['x', 'y'] } }), 'licenceIndex_text'],
  ['shop_applications', () => ({ liveLicence: 'x', _id: { $ne: 'y' } }), 'liveLicence_text'],
  ['shop_applications', () => ({ liveName: 'x' }), 'liveName_text'],
  ['redemptions', () => ({ scanId: 'x' }), 'scanId_text'],
  ['redemptions', () => ({ unitPath: 'x', refundProposedAt: { $type: 'date' } }), 'refunds_to_confirm'],
  ['redemptions', () => ({ nextCheckAt: dueBy(test.clock.now()) }), 'to_check'],
  ['redemptions', () => ({ refundLapsesAt: dueBy(test.clock.now()) }), 'refunds_that_lapse'],
  ['redemptions', () => ({ settleDue: true }), 'settle_due'],
  ['watch_sheets', () => ({ unitId: 'x', month: '2026-01' }), 'of_month'],
  ['redemptions', () => ({ watchDue: true, open: false }), 'watch_due'],
  ['watch_lines', () => ({ month: { $lt: '2026-01' }, deviceTag: { $gt: '' } }), 'phones_known'],
  ['watch_lines', () => ({ personId: { $in: ['x', 'y'] }, approvedAt: { $gte: day(), $lte: day() } }), 'of_person'],
  ['watch_redemptions', () => ({ month: { $lt: '2026-01' }, deviceTag: { $gt: '' } }), 'phones_known'],
  ['watch_redemptions', () => ({ unitId: 'x', month: '2026-01' }), 'of_month'],
  ['watch_redemption_items', () => ({ findingId: 'x' }), 'of_finding'],
  [
    'watch_findings',
    () => ({ month: { $lt: '2026-01' }, subjectKind: 'device', subject: { $gt: '' } }),
    'phones_known',
  ],
  ['watch_findings', () => ({ unitId: 'x', month: '2026-01', kind: { $in: ['odd_hours'] } }), 'of_month'],
  ['settlement_disputes', () => ({ lineId: { $in: ['x', 'y'] } }), 'of_line'],
  ['redemptions', () => ({ 'booking.remindAt': dueBy(test.clock.now()) }), 'bookings_to_remind'],
  ['redemptions', () => ({ 'booking.helpDueAt': dueBy(test.clock.now()) }), 'help_to_file'],
  ['redemptions', () => ({ 'booking.helperPersonId': 'x' }), 'bookings_of_helper'],
  ['redemptions', () => ({ 'booking.helperPersonId': { $in: ['x', 'y'] } }), 'bookings_of_helper'],
  ['slots', () => ({ helperPersonId: 'x', state: 'open', startsAt: { $gt: day() } }), 'of_helper'],
  ['slots', () => ({ helperPersonId: { $in: ['x', 'y'] } }), 'of_helper'],
  ['redemptions', () => ({ unitPath: 'x', 'booking.disputedAt': { $type: 'date' } }), 'bookings_disputed'],
  [
    'redemptions',
    () => ({
      homeUnit: { $in: ['x', 'y'] },
      via: 'officer',
      open: true,
      'booking.slotId': { $gt: '' },
      'booking.endsAt': { $lte: day() },
    }),
    'open_bookings_by_officers',
  ],
  ['slots', () => ({ nextCheckAt: dueBy(test.clock.now()) }), 'to_carry_on'],
  ['settlement_lines', () => ({ shopId: 'x', payerKey: 'y', free: true, at: { $lt: day() } }), 'free'],
  ['settlement_lines', () => ({ unitPath: 'x', free: true }), 'free_by_unit'],
  ['settlement_lines', () => ({ statementId: 'x' }), 'of_statement'],
  ['settlement_lines', () => ({ redeemedIn: { $in: ['x', 'y'] }, month: { $gte: 'a', $lte: 'b' } }), 'by_month'],
  ['settlement_statements', () => ({ nextCheckAt: dueBy(test.clock.now()) }), 'to_check'],
  ['settlement_statements', () => ({ shopId: 'x', payerKey: 'y', open: true }), 'one_at_a_time'],
  ['donations', () => ({ nextCheckAt: dueBy(test.clock.now()) }), 'to_check'],
  ['donations', () => ({ 'to.accountId': 'x' }), 'to_accountId_text'],
  ['adjustments', () => ({ nextCheckAt: dueBy(test.clock.now()) }), 'to_check'],
  ['displays', () => ({ userId: 'x' }), 'userId_text'],
  ['displays', () => ({ pairingCode: '12345678', state: 'pairing' }), 'pairingCode_text'],
  ['credits', () => ({ onceKey: 'x' }), 'onceKey_text'],
  ['data_requests', () => ({ nextCheckAt: dueBy(test.clock.now()) }), 'to_check'],
  ['data_requests', () => ({ personId: 'x', kind: 'erasure', open: true }), 'one_at_a_time'],
  ['account_changes', () => ({ nextCheckAt: dueBy(test.clock.now()) }), 'to_check'],
  ['account_changes', () => ({ keptAccountId: 'x' }), 'keptAccountId_text'],
  ['credits', () => ({ reservationId: { $in: ['x', 'y'] }, state: 'posted' }), 'reservationId_text'],
  ['credits', () => ({ state: 'in_publicity', publicUntil: { $lte: day() } }), 'due'],
  ['activities', () => ({ noShowsDue: true }), 'no_shows_due'],
  ['activities', () => ({ servedDue: { $gt: '' } }), 'servedDue_text'],
  [
    'credits',
    () => ({ issuerUnit: { $in: ['jinxiu', 'x'] }, state: { $in: ['in_publicity', 'objected'] } }),
    'pending_of_issuer',
  ],
  ['credits', () => ({ issuerUnit: 'x', state: 'posted', postedAt: { $gte: day() } }), 'posted_of_issuer'],
  ['credits', () => ({ personId: 'x', state: { $in: ['in_publicity', 'objected'] } }), 'pending_of_person'],
  ['publicity_batches', () => ({ closedAt: { $exists: false }, windowUntil: { $lte: day() } }), 'to_close'],
  ['claims', () => ({ state: 'rejected', live: true }), 'rejected_live'],
  ['claims', () => ({ unitPath: { $in: ['x', 'y'] }, onBehalf: true, state: 'returned' }), 'returned_on_behalf'],
  ['objections', () => ({ open: true, 'escalation.at': null, dueAt: dueBy(test.clock.now()) }), 'to_hand_up'],
  [
    'credits',
    () => ({ accountId: { $in: ['x', 'y'] }, state: { $in: ['in_publicity', 'objected'] } }),
    'pending_of_account',
  ],
  ['attendances', () => ({ accountId: { $in: ['x', 'y'] }, state: 'waiting' }), 'waiting_of_account'],
  ['attendances', () => ({ unitPath: 'x', state: 'waiting', waitingSince: { $type: 'date' } }), 'waiting_in_unit'],
  ['attendances', () => ({ activityId: 'x', state: 'waiting', waitingSince: null }), 'undecided_of_activity'],
  [
    'attendances',
    () => ({ activityId: 'x', state: { $in: ['present', 'waiting', 'returned'] } }),
    'undecided_of_activity',
  ],
  ['claims', () => ({ accountId: { $in: ['x', 'y'] }, state: 'waiting' }), 'waiting_of_account'],
  ['credits', () => ({ batchId: 'x', listed: true }), 'of_batch'],
  ['objections', () => ({ personId: 'x', open: true, creditId: { $in: ['x', 'y'] } }), 'one_at_a_time'],
  ['evidence', () => ({ eraseAt: dueBy(test.clock.now()) }), 'to_erase'],
  ['evidence', () => ({ uploadedBy: 'x', used: false }), 'loose'],
  ['evidence', () => ({ bands: { $in: [1, 2] }, used: true }), 'alike'],
  ['claims', () => ({ caseId: 'x', state: { $ne: 'withdrawn' } }), 'caseId_text'],
  ['claims', () => ({ evidenceIds: { $in: ['x', 'y'] } }), 'evidenceIds_1'],
  ['claim_drafts', () => ({ userId: 'x', actingPersonId: null }), 'userId_1_savedAt_-1'],
  ['claim_drafts', () => ({ eraseAt: dueBy(test.clock.now()) }), 'to_erase'],
  ['mediation_cases', () => ({ unitPath: 'x', nextVisitAt: dueBy(test.clock.now()) }), 'to_visit'],
  ['mediation_cases', () => ({ eraseAt: dueBy(test.clock.now()) }), 'to_erase'],
  ['mediation_visits', () => ({ caseId: { $in: ['x', 'y'] } }), 'caseId_1_at_1'],
  ['claims', () => ({ ...QUEUED, 'escalation.at': null, dueAt: null }), 'watch'],
  ['attendances', () => ({ ...QUEUED, 'escalation.at': null, dueAt: dueBy(test.clock.now()) }), 'watch'],
  ['attendances', () => ({ unitPath: 'jinxiu', word: 'wanted' }), 'words_of_unit'],
  ['attendances', () => ({ ...UNQUEUED, word: { $ne: 'wanted' } }), 'watch'],
  ['attendances', () => ({ unitPath: 'jinxiu', state: 'returned' }), 'returned_in_unit'],
  ['delegations', () => ({ deputyUserId: 'x', until: { $gte: '2026-11-23' } }), 'of_deputy'],
  ['delegations', () => ({ unitId: { $in: ['x', 'y'] }, until: { $gte: '2026-11-23' } }), 'of_unit'],
  ['review_runs', () => ({ state: 'running' }), 'under_way'],
  ['import_rows', () => ({ reservationId: { $in: ['x', 'y'] }, state: 'posted' }), 'reservationId_text'],
];

describe('questions that are asked all day', () => {
  it.each(QUESTIONS.map(([collection, filter, index]) => [collection, index, filter] as const))(
    'of %s are answered by %s',
    async (collection, index, filter) => {
      expect(await indexesOf(collection, filter())).toEqual([index]);
    },
  );
});

describe('what the home page counts for somebody', () => {
  const oneself = { family: ['x', 'y'], signIns: ['u', 'v'] };
  const proposed = { unitPath: 'x', open: true, state: 'proposed' };
  const users = { signInsOf: async () => new Set(['w']), shopsOf: async () => ['s', 't'] };

  it.each<[string, string, () => Document | Promise<Document>]>([
    ['adjustments', 'waiting', () => ({ ...proposed, ...confirmableCorrectionsBy(oneself) })],
    ['account_changes', 'waiting', () => ({ ...proposed, ...confirmableChangesBy(oneself) })],
    ['contests', 'waiting', () => ({ unitPath: 'x', open: true, ...answerableBy(oneself) })],
    ['spot_check_items', 'open', () => ({ unitPath: 'x', open: true, ...checkableBy(oneself) })],
    [
      'data_requests',
      'waiting',
      () => ({ unitPath: 'x', open: true, dueAt: { $gte: day() }, ...decidableBy(oneself) }),
    ],
    [
      'redemptions',
      'refunds_to_confirm',
      () => ({ unitPath: 'x', ...confirmableRefundsBy(oneself, test.clock.now()) }),
    ],
    [
      'redemptions',
      'bookings_disputed',
      async () => ({
        unitPath: 'x',
        'booking.disputedAt': { $type: 'date' },
        ...(await withoutPartOf({ users }, oneself)),
      }),
    ],
    [
      'shops',
      'closing_proposed',
      () => ({ unitPath: 'x', closingProposedAt: { $type: 'date' }, 'closing.proposedBy': { $nin: oneself.signIns } }),
    ],
    [
      'attendances',
      'words_of_unit',
      () => ({ unitPath: 'x', word: 'wanted', personId: { $nin: ['x'] }, filedBy: { $nin: ['u'] } }),
    ],
  ])('of %s stands on the index %s of what waits', async (collection, index, filter) => {
    // Named where it is asked: what somebody may not decide must not make the database read by another index.
    const plan = await test.context.db
      .collection(collection)
      .find(await filter())
      .hint(index)
      .explain('queryPlanner');
    expect(JSON.stringify(plan.queryPlanner.winningPlan)).toContain(`"indexName":"${index}"`);
  });

  it('of activities stands on the index of their state', async () => {
    const filter = { unitPath: 'x', state: 'submitted', ...approvableBy(oneself) };
    expect(await indexesOf('activities', filter)).not.toContain('COLLSCAN');
  });
});

describe('what is on today', () => {
  it('is looked for from the longest activity ago on, however many there ever were', async () => {
    const activities = test.context.db.collection('activities');
    const beganAt = (startsAtMs: number) => ({
      unitPath: ['unit-with-a-past'],
      startsAt: new Date(startsAtMs),
      endsAt: new Date(startsAtMs + 3_600_000),
    });
    const past = Array.from({ length: 200 }, (_, at) => ({
      qrId: `past-${at}`,
      ...beganAt(test.clock.now() - (at + 3) * 86_400_000),
    }));
    await activities.insertMany([...past, { qrId: 'today', ...beganAt(test.clock.now()) }]);
    const filter: Document = { ...whenFilter('today', test.clock.now()), unitPath: 'unit-with-a-past' };
    const { executionStats } = await activities.find(filter).sort({ startsAt: 1, _id: 1 }).explain('executionStats');
    expect(executionStats).toMatchObject({ nReturned: 1, totalDocsExamined: 1 });
  });
});

describe('what is open of redemptions', () => {
  const HISTORY = 3_000;

  it.each([
    ['a shop', { shopId: 'x', open: true, state: { $in: ['created', 'awaiting_resident', 'awaiting_confirm'] } }],
    ['a person', { personId: 'x', open: true, state: { $in: ['created', 'awaiting_resident', 'awaiting_confirm'] } }],
    ['a unit', { unitPath: 'x', open: true, state: 'awaiting_confirm' }],
    ['a unit, given up', { unitPath: 'x', state: 'revoked' }],
  ])('is found for %s without reading what was redeemed in years', async (_whose, filter) => {
    const redemptions = test.context.db.collection<{ _id: string }>('redemptions');
    const ended = Array.from({ length: HISTORY }, (_, index) => ({
      _id: `plan-${index}`,
      ...{ shopId: 'x', personId: 'x', unitPath: ['city', 'x'], state: 'success', open: false },
      request: { caller: 'plan', key: `${index}` },
      createdAt: new Date(TEST_START_MS - index * 60_000),
    }));
    await redemptions.insertMany(ended);
    try {
      const asked = redemptions.find(filter).sort({ createdAt: -1, _id: -1 }).limit(51);
      const { executionStats } = await asked.explain('executionStats');
      expect(executionStats.totalKeysExamined).toBeLessThan(10);
      expect(executionStats.totalDocsExamined).toBeLessThan(10);
    } finally {
      await redemptions.deleteMany({ 'request.caller': 'plan' });
    }
  });
});

describe('an index of the documents that have a text', () => {
  it('keeps texts apart and lets any number be without one', async () => {
    const { db } = test.context;
    const things = await ensureCollection(db, { name: 'things', indexes: [textIndex('a.b', { unique: true })] });
    await things.insertMany([{ a: { b: null } }, { a: {} }, {}, { a: { b: null } }, { a: { b: 'x' } }]);
    await expect(things.insertOne({ a: { b: 'x' } })).rejects.toMatchObject({ code: 11_000, keyPattern: { 'a.b': 1 } });
    expect(await indexesOf('things', { 'a.b': 'x' })).toEqual(['a_b_text']);
  });

  it('beside it, what is due is found by the index of what is due alone', async () => {
    const things = await ensureCollection(test.context.db, { name: 'due', indexes: [dueIndex('due', 'at')] });
    await things.insertMany([{ at: new Date(TEST_START_MS) }, { at: new Date(TEST_START_MS + 1) }, { at: null }, {}]);
    expect(await things.countDocuments({ at: dueBy(TEST_START_MS) })).toBe(1);
    expect(await indexesOf('due', { at: dueBy(TEST_START_MS) })).toEqual(['due']);
  });
});

describe('indexes of earlier versions', () => {
  it('are dropped at the next start, those that are asked stay, and a second start changes nothing', async () => {
    const { db } = test.context;
    const namesOf = async (name: string) => (await db.collection(name).indexes()).map((index) => index.name).sort();
    const before = await namesOf('claims');
    await db.collection('claims').createIndex({ unitPath: 1, state: 1, waitingSince: 1, _id: 1 }, { name: 'queue' });
    await db.collection('credits').createIndex({ accountId: 1, state: 1 });
    await Promise.all([ensureCollections(db), ensureCollections(db)]);
    expect(await namesOf('claims')).toEqual(before);
    expect(await namesOf('credits')).not.toContain('accountId_1_state_1');
    // None of the names is in use, whatever collection it is of.
    for (const { collection, names } of RETIRED_INDEXES) {
      const there = await namesOf(collection);
      for (const name of names) expect(there, collection).not.toContain(name);
    }
  });
});
