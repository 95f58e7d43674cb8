/** A photo of a licence that no application names yet is kept until the end of the next day. */
export const LOOSE_LICENCE_DAYS_KEPT = 2;
/** Photos of a sign-in that no application names yet. */
export const LOOSE_LICENCES_MAX = 5;
/** While its application may still be looked at: half a year, and again where it waits then. */
export const LICENCE_DAYS_KEPT = 180;

/** How many days the photo of a licence is kept after its application was decided or taken back: personal data go when they served. */
export function licenceDaysKept(state: 'approved' | 'refused' | 'withdrawn'): number {
  // Of a shop that takes part until its first year was settled; of others as long as they may ask why.
  return state === 'approved' ? 365 : 30;
}
