export { EXPIRY_STEPS_DAYS, type ExpiryStepDays, expiryHorizonMs, expiryStep, lastDayOf } from './expiry-step.ts';
export { type EntryNotice, NOTICED_KINDS, noticesOfEntry } from './of-entry.ts';
export { sendableAtMs } from './quiet-hours.ts';
export {
  NOTICE_TEMPLATE_NAMES,
  NOTICE_TEMPLATES,
  type NoticeGroup,
  type NoticeTemplate,
  type NoticeTemplateName,
} from './templates.ts';
export { type NoticeData, type NoticeText, noticeText } from './text.ts';
