import i18next from 'i18next';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { common as english } from '../i18n/en/common.ts';
import { common as chinese } from '../i18n/zh/common.ts';
import {
  businessDate,
  formatAge,
  formatChange,
  formatCountdown,
  formatDate,
  formatHours,
  formatMoment,
  formatSpan,
  formatWhen,
  formatYuan,
  inClauses,
  inOneLine,
  instantOf,
  withLabel,
  withNote,
} from './formatters.ts';

/** 11月23日 周一 09:42 in China. */
const NOW = new Date('2026-11-23T01:42:00.000Z');

// Files share a process: the time of day is theirs too.
afterAll(() => {
  vi.useRealTimers();
});
beforeAll(async () => {
  vi.useFakeTimers({ now: NOW, toFake: ['Date'] });
  await i18next.init({
    lng: 'zh',
    ns: ['common'],
    defaultNS: 'common',
    resources: { zh: { common: chinese }, en: { common: english } },
    interpolation: { escapeValue: false },
  });
});

beforeEach(async () => {
  await i18next.changeLanguage('zh');
});

describe('dates on screen', () => {
  it('are those of China with their weekday', () => {
    expect(formatMoment('2026-11-23T01:30:00.000Z')).toBe('11月23日 周一 09:30');
    expect(formatMoment('2025-12-31T16:30:00.000Z')).toBe('1月1日 周四 00:30');
  });

  it('name the year only when it is another one', () => {
    expect(formatDate('2026-12-31')).toBe('12月31日');
    expect(formatDate('2027-12-31')).toBe('2027年12月31日');
  });

  it('are relative only under an hour', () => {
    expect(formatWhen('2026-11-23T01:41:40.000Z')).toBe('刚刚');
    expect(formatWhen('2026-11-23T01:12:00.000Z')).toBe('30 分钟前');
    expect(formatWhen('2026-11-23T02:12:00.000Z')).toBe('30 分钟后');
    expect(formatWhen('2026-11-23T00:42:00.000Z')).toBe('今天 08:42');
    expect(formatWhen('2026-11-22T16:10:00.000Z')).toBe('今天 00:10');
    expect(formatWhen('2026-11-20T01:42:00.000Z')).toBe('11月20日 周五 09:42');
  });

  it('name both days when a span passes midnight', () => {
    expect(formatSpan('2026-11-23T06:30:00.000Z', '2026-11-23T08:00:00.000Z')).toBe('今天 14:30 至 16:00');
    expect(formatSpan('2026-11-23T15:00:00.000Z', '2026-11-23T17:00:00.000Z')).toBe(
      '今天 23:00 至 11月24日 周二 01:00',
    );
  });

  it('turn a day and a time of China into an instant and back', () => {
    expect(instantOf('2026-11-23', '00:10')).toBe('2026-11-22T16:10:00.000Z');
    expect(businessDate('2026-11-22T16:10:00.000Z')).toBe('2026-11-23');
  });

  it('are English in English', async () => {
    await i18next.changeLanguage('en');
    expect(formatMoment('2026-11-23T01:30:00.000Z')).toBe('Nov 23 Mon 09:30');
    expect(inOneLine('canteen', '', undefined, false, '18 left')).toBe('canteen, 18 left');
  });
});

describe('amounts on screen', () => {
  it('have the sign of a change, a minus and no hyphen', () => {
    expect([1234, -8, 0].map(formatChange)).toEqual(['+1,234', '−8', '0']);
  });

  it('count down in minutes and seconds, never below zero', () => {
    expect(formatCountdown(160_100)).toBe('2 分 41 秒');
    expect(formatCountdown(27_900)).toBe('28 秒');
    expect(formatCountdown(-5)).toBe('0 秒');
  });

  it('say how long something waited in its largest unit', () => {
    expect(formatAge('2026-11-21T01:00:00.000Z')).toBe('2 天');
    expect(formatAge('2026-11-22T04:42:00.000Z')).toBe('21 小时');
    expect(formatAge('2026-11-23T01:37:00.000Z')).toBe('5 分钟');
  });

  it('write yuan with two digits and hours with one', () => {
    expect(formatYuan(400)).toBe('4.00');
    expect(formatHours(150)).toBe('2.5');
    expect(formatHours(105)).toBe('1.8');
  });
});

describe('words beside words', () => {
  it('have the punctuation of the language', async () => {
    const words = () => [withLabel('理由', '停业'), withNote('余额', '可用'), inClauses('一', '二')];
    expect(words()).toEqual(['理由：停业', '余额（可用）', '一；二']);
    await i18next.changeLanguage('en');
    expect(words()).toEqual(['理由: 停业', '余额 (可用)', '一; 二']);
  });
});
