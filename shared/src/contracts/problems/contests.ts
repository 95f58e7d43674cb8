import { problemRows } from './types.ts';

export const contestProblems = problemRows({
  contest_not_found: { status: 404, zh: '没有找到这条疑问。', en: 'This question was not found.' },
  contest_entry_not_found: {
    status: 404,
    zh: '没有找到这笔流水，请从明细里打开后再提出。',
    en: 'This entry was not found. Please open it from your statement and ask again.',
  },
  contest_waiting: {
    status: 409,
    zh: '这一笔已有疑问在等待答复，不用重复提出。',
    en: 'A question about this entry is waiting for its answer already.',
  },
  contest_too_many: {
    status: 409,
    zh: '已有 {max} 条疑问在等待答复，请等社区答复后再提出。',
    en: '{max} of your questions are waiting already. Please ask again when some are answered.',
  },
  contest_answered: {
    status: 409,
    zh: '这条疑问已经有了结果，请刷新查看。',
    en: 'This question has been answered or withdrawn already. Please reload to see the outcome.',
  },
  contest_not_independent: {
    status: 403,
    zh: '这一笔与您或您的家人有关，或由您经手，请由其他同事答复。',
    en: 'You or your household are concerned, or you handled this entry. Please ask a colleague to answer.',
  },
  contest_nothing_changed: {
    status: 409,
    zh: '提出疑问后这一笔还没有冲正或更正，请先办理，再答复“已更正”。',
    en: 'Nothing has put this entry right since. Please reverse or correct it first, then answer so.',
  },
  contest_changed_since: {
    status: 409,
    zh: '提出疑问后这一笔已经冲正或更正，请答复“已更正”。',
    en: 'The entry has been reversed or corrected since. Please answer that it was put right.',
  },
});
