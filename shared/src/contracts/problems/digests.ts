import { problemRows } from './types.ts';

export const digestProblems = problemRows({
  digest_not_found: {
    status: 404,
    zh: '没有这一天的账本指纹，请从列表里选择日期。',
    en: 'There is no digest of this day. Please choose one from the list.',
  },
  receipt_does_not_hold: {
    status: 409,
    zh: '这笔流水与已公布的账本指纹对不上，凭证暂不能出具。请告知社区，由审计人员核查账本。',
    en: 'This entry does not agree with the published digest, so there is no receipt. Please tell the community office: an auditor should verify the ledger.',
  },
});
