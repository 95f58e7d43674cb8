import type { RedemptionRecord, RefundRecord } from './store.ts';

/** Since when the oldest of those that wait does, and when the first of them is over. */
export function waitingRefunds(
  refunds: readonly RefundRecord[],
): Pick<RedemptionRecord, 'refundProposedAt' | 'refundLapsesAt'> {
  const waiting = refunds.filter(({ state }) => state === 'proposed');
  const ends = waiting.flatMap(({ answerBy }) => answerBy?.getTime() ?? []);
  return {
    refundProposedAt: waiting[0]?.at ?? null,
    refundLapsesAt: ends.length === 0 ? null : new Date(Math.min(...ends)),
  };
}

/** Whether nobody confirmed it in time. True from its deadline on, whether or not the job has written it down. */
export function hasLapsed({ state, answerBy }: Pick<RefundRecord, 'state' | 'answerBy'>, nowMs: number): boolean {
  return state === 'lapsed' || (state === 'proposed' && answerBy !== undefined && answerBy.getTime() <= nowMs);
}

/** Points of refunds that were asked for, or wait for a second word in time: a further refund is decided as if they were given. */
export function pointsUnderWay(refunds: readonly RefundRecord[], nowMs: number): number {
  const isUnderWay = (refund: RefundRecord): boolean =>
    refund.state === 'asked' || (refund.state === 'proposed' && !hasLapsed(refund, nowMs));
  return refunds.filter(isUnderWay).reduce((sum, { points }) => sum + points, 0);
}
