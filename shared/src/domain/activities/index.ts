export { ACTIVITY_STEPS, type ActivityState, type ActivityStep, stateAfter, statesBefore } from './life-cycle.ts';
export {
  type Audience,
  type Home,
  isFor,
  type Places,
  placeFor,
  type SignUpWindow,
  type SignUpWindowRefusal,
  signUpRefusal,
  windowRefusal,
} from './places.ts';
export { datesOfSeries, type Repeats, SERIES_DATES_MAX, SERIES_DAYS_MAX } from './series.ts';
export {
  ACTIVITY_HOURS_MAX,
  ACTIVITY_MINUTES_MIN,
  EARLY_START_MS,
  heldUntil,
  isOverdue,
  OVERDUE_END_MS,
  type Plan,
  planRefusal,
  signOutAt,
  startRefusal,
  stayMinutes,
} from './stay.ts';
