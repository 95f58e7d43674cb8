import { problemRows } from './types.ts';

export const spotCheckProblems = problemRows({
  spot_draw_not_found: {
    status: 404,
    zh: '没有找到这次抽查，请从抽查列表打开。',
    en: 'This draw was not found. Please open it from the list.',
  },
  spot_item_not_found: {
    status: 404,
    zh: '这一笔不在本次抽查的样本里，请刷新后再看。',
    en: 'This credit is not in the sample. Please reload.',
  },
  spot_not_independent: {
    status: 403,
    zh: '这一笔与您或您的家人有关，或由您经手，请由其他同事核查。',
    en: 'You or your household are concerned, or you handled this credit. Please ask a colleague to check it.',
  },
  spot_already_checked: {
    status: 409,
    zh: '这一笔已经有核查结论，请刷新查看。',
    en: 'Somebody has checked this one already. Please reload to see the result.',
  },
  spot_rule_invalid: {
    status: 422,
    zh: '最少抽查笔数不能大于最多笔数。',
    en: 'The smallest number to draw cannot be above the largest.',
  },
  spot_settings_changed: {
    status: 409,
    zh: '别人刚刚改过抽查比例，请刷新后再改。',
    en: 'Somebody has just changed how much is drawn. Please reload and try again.',
  },
});
