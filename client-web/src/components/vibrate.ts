/** Lets the phone buzz, where it can and where the person has touched the page (browsers refuse it before). */
export function vibrate(patternMs: number | number[]): void {
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(patternMs);
}
