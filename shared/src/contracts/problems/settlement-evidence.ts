import { problemRows } from './types.ts';

export const settlementEvidenceProblems = problemRows({
  evidence_not_closed: {
    status: 409,
    zh: '结账之后才能抽样核查：没有结账的结算单，明细还会变。',
    en: 'A sample is drawn from a closed statement: before that its lines can still change.',
  },
  evidence_seed_not_yet: {
    status: 409,
    zh: '抽样的随机数来自结账当天（{day}）的账本指纹，将在次日零点过后公布。请在那之后再抽样。',
    en: 'The draw is made by the ledger digest of the day of closing ({day}), which is published after midnight. Please come back then.',
  },
  evidence_empty: {
    status: 409,
    zh: '这张结算单没有明细，没有可抽样的内容。',
    en: 'This statement has no lines: there is nothing to draw from.',
  },
});
