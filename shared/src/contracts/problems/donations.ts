import { problemRows } from './types.ts';

export const donationProblems = problemRows({
  organisation_not_found: {
    status: 404,
    zh: '没有找到这个组织，请重新选择。',
    en: 'This organisation was not found. Please choose again.',
  },
  organisation_unverified: {
    status: 409,
    zh: '这个组织尚未核实，暂不能接受捐赠。请先捐给社区公益基金，或联系社区。',
    en: 'This organisation is not verified yet and cannot be given points. Please give to the fund, or ask the community.',
  },
  donation_to_itself: {
    status: 422,
    zh: '不能捐给同一个账户，请换一个组织。',
    en: 'Points cannot be given to the account they come from. Please choose another organisation.',
  },
});
