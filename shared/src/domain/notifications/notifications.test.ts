import { describe, expect, it, test } from 'vitest';
import { type AccountState, emptyState, type LedgerEntry } from '../ledger/index.ts';
import { placesOf as places } from '../words/index.ts';
import {
  expiryHorizonMs,
  expiryStep,
  NOTICE_TEMPLATE_NAMES,
  NOTICE_TEMPLATES,
  noticesOfEntry,
  noticeText,
  sendableAtMs,
} from './index.ts';

/** Noon of 23 November 2026 in Shanghai, a Monday. */
const NOW = Date.UTC(2026, 10, 23, 4);
const shanghai = (date: string, time = '00:00'): number => Date.parse(`${date}T${time}:00+08:00`);

describe.each(NOTICE_TEMPLATE_NAMES)('the message %s', (name) => {
  const { zh, en } = NOTICE_TEMPLATES[name];

  it('says the same in both languages, with the same figures', () => {
    expect([...new Set(places(zh.title + zh.body))]).toEqual([...new Set(places(en.title + en.body))]);
    expect(`${zh.title}${zh.body}`).toMatch(/\p{Script=Han}/u);
    expect(`${en.title}${en.body}`).not.toMatch(/\p{Script=Han}/u);
    expect(zh.body).toMatch(/。$/);
    expect(en.body).toMatch(/\.$/);
  });

  it('leaves no place unfilled, also where its record is not known any more', () => {
    for (const language of ['zh', 'en'] as const) {
      const { title, body } = noticeText(name, language, {}, NOW);
      expect(title + body).not.toMatch(/[{}]|undefined|NaN/);
    }
  });
});

test('dates, hours and signs are written as people read them', () => {
  const expiring = noticeText('points_expiring', 'zh', { points: 40, lastDay: '2027-12-31' }, NOW);
  expect(expiring.title).toBe('40 分将于2027年12月31日到期');
  const cancelled = { title: '楼道清洁', startsAtMs: shanghai('2026-11-28', '09:30') };
  expect(noticeText('activity_cancelled', 'zh', cancelled, NOW).body).toContain('11月28日 周六 09:30');
  expect(noticeText('hours_posted', 'en', { title: 'Stairs', minutes: 150 }, NOW).body).toContain('2.5 hours');
  expect(noticeText('points_adjusted', 'zh', { points: -3, available: 4 }, NOW).title).toContain('−3');
});

test('what was paid and what is owed is said only where there is any', () => {
  const posted = { title: '楼道清洁', points: 5, available: 0 };
  expect(noticeText('points_posted', 'zh', posted, NOW).body).not.toContain('欠分');
  const paying = noticeText('points_posted', 'zh', { ...posted, paid: 5, owed: 2 }, NOW);
  expect(paying.body).toContain('其中 5 分抵扣了欠分，还欠 2 分');
});

describe('expiryStep', () => {
  const gone = shanghai('2028-01-01');

  test.each([
    ['2027-11-30', '23:59', null],
    ['2027-12-01', '00:00', 30],
    ['2027-12-23', '23:59', 30],
    ['2027-12-24', '00:00', 7],
    ['2027-12-31', '23:59', 7],
    ['2028-01-01', '00:00', null],
  ])('on %s at %s: %s', (date, time, step) => {
    const nowMs = shanghai(date, time);
    expect(expiryStep(gone, nowMs)).toBe(step);
    // Where to look and what is found agree.
    expect(gone < expiryHorizonMs(nowMs)).toBe(date !== '2027-11-30');
  });
});

test.each([
  ['2026-11-23', '07:59', '2026-11-23', '08:00'],
  ['2026-11-23', '08:00', '2026-11-23', '08:00'],
  ['2026-11-23', '20:59', '2026-11-23', '20:59'],
  ['2026-11-23', '21:00', '2026-11-24', '08:00'],
])('a message of %s %s may ring on %s %s', (date, time, onDate, onTime) => {
  expect(sendableAtMs(shanghai(date, time))).toBe(shanghai(onDate, onTime));
});

describe('noticesOfEntry', () => {
  function entry(given: Partial<Omit<LedgerEntry, 'state'>>, state: Partial<AccountState> = {}): LedgerEntry {
    return {
      _id: 'a:1',
      account: 'a',
      seq: 1,
      schema: 1,
      kind: 'earn',
      points: 10,
      minutes: 60,
      counterparty: { kind: 'issuance', id: 'jinxiu' },
      source: { kind: 'claim', id: 'c1' },
      rule: null,
      category: null,
      provenance: null,
      actors: [],
      issuerUnit: 'jinxiu',
      homeUnit: 'jinxiu-g1',
      effectiveAtMs: NOW,
      recordedAtMs: NOW,
      key: 'claim:c1',
      moved: [],
      owedChange: 0,
      hash: '',
      ...given,
      state: { ...emptyState, lots: [{ expiresAtMs: null, points: 12 }], ...state },
    };
  }
  const told = (given: Partial<Omit<LedgerEntry, 'state'>>, state: Partial<AccountState> = {}) =>
    noticesOfEntry(entry(given, state)).map(({ template, data }) => [template, data]);

  test('a credit, its hours, and an imported one', () => {
    expect(told({})).toEqual([['points_posted', { points: 10, available: 12 }]]);
    expect(told({ points: 0 })).toEqual([['hours_posted', { minutes: 60 }]]);
    expect(told({ source: { kind: 'import_row', id: 'r' } })).toEqual([]);
  });

  test('a reversal, with what of it became owed', () => {
    expect(told({ kind: 'reverse', points: -10, owedChange: 7 }, { owed: 7, lots: [] })).toEqual([
      ['entry_reversed', { points: 10, shortfall: 7, owed: 7 }],
    ]);
    expect(told({ kind: 'reverse', points: 4 })).toEqual([['entry_reversed_back', { points: 4 }]]);
    expect(told({ kind: 'reverse', points: 0, minutes: -60 })).toEqual([['hours_reversed', { minutes: 60 }]]);
  });

  test('a debt that is paid in part, and one that is paid off, by whatever entry', () => {
    expect(told({ owedChange: -10 }, { owed: 3, lots: [] })).toEqual([
      ['points_posted', { points: 10, available: 0, paid: 10, owed: 3 }],
    ]);
    expect(told({ owedChange: -4 })).toEqual([
      ['points_posted', { points: 10, available: 12 }],
      ['debt_paid', { paidOff: 4, available: 12 }],
    ]);
    expect(told({ kind: 'release', points: 0, owedChange: -2 })).toEqual([
      ['debt_paid', { paidOff: 2, available: 12 }],
    ]);
  });

  test('points that expired; nothing for what redemptions tell themselves', () => {
    expect(told({ kind: 'expire', points: -6 })).toEqual([['points_expired', { points: 6 }]]);
    expect(told({ kind: 'refund', points: 6 })).toEqual([]);
  });

  test('two messages of one entry have different causes', () => {
    const causes = noticesOfEntry(entry({ owedChange: -4 })).map(({ cause }) => cause);
    expect(new Set(causes).size).toBe(2);
  });
});
