/** Items that one bulk decision takes at most. */
export const REVIEW_RUN_ITEMS_MAX = 10_000;
/** Items that are decided, and written down as decided, together. */
export const REVIEW_RUN_SLICE = 250;
