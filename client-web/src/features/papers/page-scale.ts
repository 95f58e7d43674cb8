/** What one page may take of memory, drawn: 6 million pixels are 24 MB. */
export const PAGE_PIXELS_MAX = 6_000_000;
/** Beyond this some browsers draw nothing. */
const SIDE_MAX = 8_192;

/**
 * How much larger than its own size a page is drawn to be so wide, within what memory allows; null for a page without a
 * size.
 */
export function scaleFor(pageWidth: number, pageHeight: number, wantedWidth: number): number | null {
  const sides = [pageWidth, pageHeight, wantedWidth];
  if (!sides.every((side) => Number.isFinite(side) && side > 0)) return null;
  const byPixels = Math.sqrt(PAGE_PIXELS_MAX / (pageWidth * pageHeight));
  return Math.min(wantedWidth / pageWidth, byPixels, SIDE_MAX / pageWidth, SIDE_MAX / pageHeight);
}
