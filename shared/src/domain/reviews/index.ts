export { enoughReviewers, type OfficePlace, officePlaceOf } from './office.ts';
export { REVIEW_RUN_ITEMS_MAX, REVIEW_RUN_SLICE } from './runs.ts';
export {
  needsSecondApproval,
  REVIEW_DEFAULTS,
  REVIEW_SERVICE_DAYS_MAX,
  type ReviewSettings,
  reviewSettingsOf,
  serviceTargetAt,
} from './settings.ts';
