import { type PricingTerms, price } from '../rules/index.ts';

/** What of a plan decides the points that its approval sets aside. */
export interface PlannedEvent {
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly capacity: number;
  /** Points that the plan asks for; null for capacity times price. */
  readonly pointsPlanned: number | null;
}

/** The points that an activity's approval sets aside: what its plan says, else a whole stay of everybody it has room for. */
export function plannedPoints(
  terms: PricingTerms & { readonly caps: { readonly perDay: number | null } },
  event: PlannedEvent,
): number {
  if (event.pointsPlanned !== null) return event.pointsPlanned;
  const minutes = Math.floor((event.endsAtMs - event.startsAtMs) / 60_000);
  const { points } = price(terms, { minutes, provenance: 'qr_rotating' });
  return event.capacity * Math.min(points, terms.caps.perDay ?? points);
}
