import type { Provenance } from '../ledger/index.ts';
import { counted } from '../words/index.ts';
import { decimalText, type Fraction, fractionOfDecimal, isWhole, roundHalfUp, times } from './fraction.ts';

/** What of a rule's terms decides the points of one event. */
export interface PricingTerms {
  readonly unit: 'hour' | 'attendance' | 'case';
  /** Per unit. */
  readonly points: number;
  readonly coefficient: number;
  readonly pointsMinPerEvent: number;
  readonly pointsMaxPerEvent: number | null;
  readonly minutesMin: number;
  readonly spendableProvenances: readonly Provenance[];
}

/** One event to be priced. */
export interface PricedEvent {
  /** Whole volunteer minutes. */
  readonly minutes: number;
  readonly provenance: Provenance;
  /** For rules by the case; one unless said. */
  readonly cases?: number;
}

export const PRICE_NOTES = ['below_minimum_stay', 'event_minimum', 'event_maximum', 'not_spendable'] as const;
export type PriceNote = (typeof PRICE_NOTES)[number];

/** What an event earns before the caps per person, with the sum as people would write it. */
export interface Priced {
  readonly points: number;
  /** Volunteer minutes that count. */
  readonly minutes: number;
  readonly workingZh: string;
  readonly workingEn: string;
  readonly notes: readonly PriceNote[];
}

/**
 * Prices one event by a rule: points are rounded half up, once, then held within the event's minimum and maximum.
 * A stay below the rule's minimum earns nothing; a provenance whose points cannot be spent earns minutes only.
 * @throws RangeError for minutes or cases that are no whole number from 0 up: callers have checked them
 */
export function price(terms: PricingTerms, event: PricedEvent): Priced {
  const cases = event.cases ?? 1;
  for (const [name, value] of Object.entries({ minutes: event.minutes, cases })) {
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${name} must be a whole number from 0 up`);
  }
  if (event.minutes < terms.minutesMin) return belowMinimum(terms, event);
  if (!terms.spendableProvenances.includes(event.provenance)) return minutesOnly(event);
  const exact = exactPoints(terms, event.minutes, cases);
  const rounded = roundHalfUp(exact);
  const notes: PriceNote[] = [];
  let points = rounded;
  if (points < terms.pointsMinPerEvent) {
    points = terms.pointsMinPerEvent;
    notes.push('event_minimum');
  }
  if (terms.pointsMaxPerEvent !== null && points > terms.pointsMaxPerEvent) {
    points = terms.pointsMaxPerEvent;
    notes.push('event_maximum');
  }
  return { points, minutes: event.minutes, notes, ...working(terms, event.minutes, cases, exact, points, notes) };
}

function exactPoints(terms: PricingTerms, minutes: number, cases: number): Fraction {
  const perUnit = times(fractionOfDecimal(terms.coefficient), terms.points);
  switch (terms.unit) {
    case 'hour':
      return times(perUnit, minutes, 60);
    case 'attendance':
      return perUnit;
    case 'case':
      return times(perUnit, cases);
    default:
      return terms.unit satisfies never;
  }
}

function belowMinimum(terms: PricingTerms, event: PricedEvent): Priced {
  return {
    points: 0,
    minutes: 0,
    workingZh: `${event.minutes} 分钟，不足 ${terms.minutesMin} 分钟，不计分`,
    workingEn: `${event.minutes} min, below the minimum of ${terms.minutesMin} min: earns nothing`,
    notes: ['below_minimum_stay'],
  };
}

function minutesOnly(event: PricedEvent): Priced {
  return {
    points: 0,
    minutes: event.minutes,
    workingZh: `${event.minutes} 分钟，该登记方式只计时长`,
    workingEn: `${event.minutes} min; this provenance counts hours only`,
    notes: ['not_spendable'],
  };
}

function working(
  terms: PricingTerms,
  minutes: number,
  cases: number,
  exact: Fraction,
  points: number,
  notes: readonly PriceNote[],
): { workingZh: string; workingEn: string } {
  const zh = [quantityText(terms.unit, minutes, cases, 'zh'), `${terms.points} 分`];
  const en = [quantityText(terms.unit, minutes, cases, 'en'), counted(terms.points, 'point', 'points')];
  if (terms.coefficient !== 1) {
    zh.push(`系数 ${terms.coefficient}`);
    en.push(`coefficient ${terms.coefficient}`);
  }
  let endZh = '';
  let endEn = '';
  if (!isWhole(exact)) {
    endZh += '，四舍五入';
    endEn += ', rounded half up';
  }
  if (notes.includes('event_minimum')) {
    endZh += `，单次最低 ${terms.pointsMinPerEvent} 分`;
    endEn += `, at least ${terms.pointsMinPerEvent} per event`;
  }
  if (notes.includes('event_maximum')) {
    endZh += `，单次最高 ${points} 分`;
    endEn += `, at most ${points} per event`;
  }
  const sum = decimalText(exact);
  if (endZh !== '') {
    endZh += `为 ${points} 分`;
    endEn += ` to ${points}`;
  }
  return {
    workingZh: `${zh.join(' × ')} = ${sum}${endZh === '' ? ' 分' : endZh}`,
    workingEn: `${en.join(' × ')} = ${endEn === '' ? counted(sum, 'point', 'points') : `${sum}${endEn}`}`,
  };
}

function quantityText(unit: PricingTerms['unit'], minutes: number, cases: number, language: 'zh' | 'en'): string {
  switch (unit) {
    case 'hour': {
      // Minutes that make no short decimal of hours are written as they are: 100 分钟 is 100/60 小时.
      const hours = (minutes * 100) % 60 === 0 ? `${minutes / 60}` : `${minutes}/60`;
      return language === 'zh' ? `${hours} 小时` : `${hours} h`;
    }
    case 'attendance':
      return language === 'zh' ? '1 次' : '1 attendance';
    case 'case':
      return language === 'zh' ? `${cases} 件` : `${cases} case${cases === 1 ? '' : 's'}`;
    default:
      return unit satisfies never;
  }
}

/** What a rule gives, in a few words: `每小时 2 分`. */
export function earnsText(terms: Pick<PricingTerms, 'unit' | 'points' | 'coefficient'>): { zh: string; en: string } {
  const points = decimalText(times(fractionOfDecimal(terms.coefficient), terms.points));
  const counts = counted(points, 'point', 'points');
  switch (terms.unit) {
    case 'hour':
      return { zh: `每小时 ${points} 分`, en: `${counts} per hour` };
    case 'attendance':
      return { zh: `每次 ${points} 分`, en: `${counts} each time` };
    case 'case':
      return { zh: `每件 ${points} 分`, en: `${counts} per case` };
    default:
      return terms.unit satisfies never;
  }
}
