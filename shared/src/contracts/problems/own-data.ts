import { problemRows } from './types.ts';

export const ownDataProblems = problemRows({
  own_data_adult_themselves: {
    status: 403,
    zh: '成年人的资料由本人办理。请用本人自己的手机号登录，或请本人到社区服务大厅办理。',
    en: 'Adults ask about their own data themselves: with a phone of their own, or at the community office.',
  },
  own_data_guardian_acts: {
    status: 403,
    zh: '未成年人的资料由监护人办理。请在“我的”里切换到监护人本人再操作。',
    en: 'A guardian asks for a child. Please switch to the guardian under “Me” first.',
  },
  data_request_not_found: { status: 404, zh: '没有找到这项申请。', en: 'This request was not found.' },
  data_request_waiting: {
    status: 409,
    zh: '已有一项注销申请在办理，不用重复提交。',
    en: 'A request to be erased is under way already.',
  },
  data_request_decided: {
    status: 409,
    zh: '这项申请已经有了结果，请刷新查看。',
    en: 'This request has been decided or taken back already. Please reload to see the outcome.',
  },
  data_request_cooling: {
    status: 409,
    zh: '还在 7 天冷静期内，本人可以撤回。{lastDay}之后再办理。',
    en: 'It may be taken back for seven days. It can be decided after {lastDay}.',
  },
  data_request_not_independent: {
    status: 403,
    zh: '这是您本人、家人或由您代为提交的申请，请由其他同事办理。',
    en: 'This is about yourself or your household, or you wrote it down. Please ask a colleague.',
  },
  data_request_approved_by_you: {
    status: 403,
    zh: '您已经核准过，余下的积分要捐出，须由另一位同事再核准。',
    en: 'You have approved it already. Points are given away, so a colleague has to approve too.',
  },
  data_request_document_needed: {
    status: 422,
    zh: '居民卡谁捡到都能拿。请核对身份证或户口簿，再办这件事。',
    en: 'Whoever finds a card can carry it. Please check an ID card or the household register for this.',
  },
  data_request_persons_only: {
    status: 422,
    zh: '只有个人可以查询、更正自己的资料。请选择家庭或组织里的本人。',
    en: 'Only persons ask about their data. Please choose the person of the household or organisation.',
  },
  data_request_take_back_themselves: {
    status: 409,
    zh: '这项申请是本人在手机上提交的，请本人在“我的资料”里撤回。',
    en: 'This was asked for on a phone. The resident takes it back there, under “My data”.',
  },
  data_copy_not_yours: {
    status: 403,
    zh: '这份资料由登记的同事打印。请本人在场时重新登记一份。',
    en: 'The colleague who wrote it down prints this copy. Please write down a new one while the resident is here.',
  },
  data_copy_over: {
    status: 410,
    zh: '登记已过半小时。请本人在场时重新登记，再打印。',
    en: 'It was written down more than half an hour ago. Please write it down anew while the resident is here.',
  },
  person_erased: {
    status: 410,
    zh: '这位参与人已注销，个人信息已经删除。',
    en: 'This person was erased; their personal data is gone.',
  },
  correction_waiting: {
    status: 409,
    zh: '已有一项更正申请在办理，请等社区答复，或先撤回。',
    en: 'A correction is being checked already. Please wait for the answer, or take it back.',
  },
  correction_empty: {
    status: 422,
    zh: '填写的内容和现在的资料一样，没有需要更正的。',
    en: 'This is what your profile says already: there is nothing to correct.',
  },
  correction_phone_code_needed: {
    status: 422,
    zh: '换手机号要先验证新号码。请获取验证码，填写后再提交。',
    en: 'A new phone has to be proved. Please ask for a code and enter it.',
  },
  correction_works_in_shop: {
    status: 409,
    zh: '您用现在的手机号在商家工作。请先请店主用新手机号邀请您，再换号码。',
    en: 'You work in a shop with your phone. Please have the owner invite the new phone first.',
  },
  correction_unit: {
    status: 422,
    zh: '请选择您居住的社区或网格。',
    en: 'Please choose the community or grid in which you live.',
  },
  erasure_kind: {
    status: 422,
    zh: '只有个人可以申请注销。家庭和组织的账户请在“账户办理”里销户。',
    en: 'Only persons are erased. Accounts of households and organisations are closed under “Accounts”.',
  },
  erasure_redemptions_open: {
    status: 409,
    zh: '有 {count} 笔兑换还没有结束。请先完成，或等它超时退回。',
    en: 'Redemptions that are not over: {count}. Please finish them, or wait until they time out.',
  },
  erasure_bookings_open: {
    status: 409,
    zh: '有 {count} 个预约还没有结束。请先取消，或等服务完成。',
    en: 'Bookings that are not over: {count}. Please cancel them, or wait until they are done.',
  },
  erasure_refunds_waiting: {
    status: 409,
    zh: '有 {count} 笔退分等社区复核。请等复核之后再申请。',
    en: 'Refunds that wait for a second person: {count}. Please wait until they are decided.',
  },
  erasure_credits_pending: {
    status: 409,
    zh: '有 {count} 笔积分在审核或公示，还没有入账。请等入账或了结之后再申请。',
    en: 'Credits in review or publicity: {count}. Please wait until they are settled.',
  },
  erasure_objections_open: {
    status: 409,
    zh: '有 {count} 条异议还没有答复。请等答复，或先撤回您提出的异议。',
    en: 'Objections that are undecided: {count}. Please wait for the decision, or take yours back.',
  },
  erasure_contests_open: {
    status: 409,
    zh: '有 {count} 条疑问还没有答复。请等答复，或在“我的疑问”里撤回。',
    en: 'Questions without an answer: {count}. Please wait, or take them back under “My questions”.',
  },
  erasure_owes: {
    status: 409,
    zh: '账户还有 {owed} 分待补扣。补上之后再申请，或请社区更正。',
    en: 'The account owes {owed|point|points}. Please earn that first, or ask the office for a correction.',
  },
  erasure_household_account: {
    status: 409,
    zh: '您是家庭账户里的最后一位成员。请先到社区给家庭账户销户，或让家人加入。',
    en: 'You are the last member of a household account. Please have the office close it first, or let family join.',
  },
  erasure_household_head: {
    status: 409,
    zh: '您是家庭的户主，家里还有其他成员。请先到社区换一位户主。',
    en: 'You are the head of a household with other members. Please have the office name another head first.',
  },
  erasure_works_in_shop: {
    status: 409,
    zh: '您用这个手机号在商家工作。请先请店主或社区取消您的店员身份。',
    en: 'You work in a shop with this phone. Please have the owner or the office take the role away first.',
  },
  erasure_change_waiting: {
    status: 409,
    zh: '这个账户正在办理销户或合并。请先到社区办完或撤回。',
    en: 'A closing or joining of this account is under way. Please have the office finish or withdraw it.',
  },
  erasure_points_left: {
    status: 409,
    zh: '账户还有 {points} 分。请先用完，或同意注销时捐给社区公益基金。',
    en: '{points|point is|points are} left. Please spend what is left, or agree that it goes to the community’s fund.',
  },
});
