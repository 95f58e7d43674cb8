import { problemRows } from './types.ts';

export const watchProblems = problemRows({
  watch_finding_not_found: {
    status: 404,
    zh: '没有找到这条异常提醒，请刷新列表。',
    en: 'This report was not found. Please reload the list.',
  },
  watch_finding_closed: {
    status: 409,
    zh: '这条异常提醒已经有了结论，请刷新查看。',
    en: 'Somebody has written down what this was already. Please reload.',
  },
  watch_not_independent: {
    status: 403,
    zh: '这条异常提醒与您经手的审核、申报或活动有关，请由其他同事核对。',
    en: 'This report is about what you approved, filed or organised. Please ask a colleague to look at it.',
  },
  watch_settings_changed: {
    status: 409,
    zh: '别人刚刚改过提醒条件，请刷新后再改。',
    en: 'Somebody has just changed these settings. Please reload and try again.',
  },
});
