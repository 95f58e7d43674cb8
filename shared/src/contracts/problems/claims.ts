import { problemRows } from './types.ts';

/** Claims, evidence, reviews and publicity. */
export const claimProblems = problemRows({
  claim_not_found: { status: 404, zh: '没有找到这份申报。', en: 'This claim was not found.' },
  claim_duplicate: {
    status: 409,
    zh: '同一人同一天已有内容相同的申报。如果是另一件事，请在说明里写清区别。',
    en: 'The same claim for this person and day exists. If this is something else, please say how it differs.',
  },
  claim_in_future: { status: 422, zh: '发生日期不能晚于今天。', en: 'The day has not come yet.' },
  claim_too_old: { status: 422, zh: '发生日期太早，不能再申报。', en: 'It happened too long ago to be claimed.' },
  claim_minutes_missing: {
    status: 422,
    zh: '按小时计分的项目请填写时长。',
    en: 'A rule by the hour needs the length in minutes.',
  },
  claim_earns_nothing: {
    status: 422,
    zh: '按这条标准不计分也不计时长：{reason}',
    en: 'By this rule it earns neither points nor hours: {reason}',
  },
  claim_not_returned: {
    status: 409,
    zh: '只有被退回的申报才能修改。',
    en: 'Only a claim that was returned can be changed.',
  },
  claim_not_yours: { status: 403, zh: '只有申报人可以修改这份申报。', en: 'Only who filed the claim can change it.' },
  person_other_community: {
    status: 403,
    zh: '这位参与人不属于您负责的社区，请由其所在社区办理。',
    en: 'This person belongs to another community. Their own community can do this.',
  },
  evidence_not_found: { status: 404, zh: '没有找到这份材料。', en: 'This evidence was not found.' },
  evidence_not_yours: { status: 422, zh: '材料须由申报人本人上传。', en: 'Evidence must be uploaded by who files.' },
  evidence_type_unsupported: {
    status: 415,
    zh: '只接受 JPEG、PNG 或 WebP 图片。',
    en: 'Only JPEG, PNG or WebP pictures are accepted.',
  },
  evidence_too_large: { status: 413, zh: '图片不能超过 10 MB。', en: 'A picture may have at most 10 MB.' },
  evidence_damaged: {
    status: 422,
    zh: '图片已损坏，请重新拍摄。',
    en: 'The picture is damaged. Please take it again.',
  },
  evidence_missing: { status: 422, zh: '请选择要上传的图片。', en: 'Please choose a picture to upload.' },
  review_not_found: { status: 404, zh: '没有找到这条待审核记录。', en: 'This item was not found.' },
  review_not_waiting: {
    status: 409,
    zh: '活动还没有结束，暂时不能审核。',
    en: 'The activity has not ended yet: this cannot be reviewed now.',
  },
  review_own_claim: {
    status: 403,
    zh: '这是您本人提交的，须由其他人审核。',
    en: 'You filed this. Somebody else has to review it.',
  },
  review_own_household: {
    status: 403,
    zh: '这一条使您的家人或您所代表的组织受益，请由另一位同事审核。',
    en: 'This benefits your household or an organisation you speak for. Please ask a colleague to review it.',
  },
  review_own_benefit: {
    status: 403,
    zh: '这笔积分归您本人或您代办的人，须由其他人审核。',
    en: 'This benefits you or somebody you act for. Somebody else has to review it.',
  },
  review_own_activity: {
    status: 403,
    zh: '这是您组织的活动，须由其他人审核。',
    en: 'You organised this activity. Somebody else has to review it.',
  },
  review_reason_missing: {
    status: 422,
    zh: '退回或不予通过时请写明理由。',
    en: 'Please give a reason to return or reject.',
  },
  already_decided: {
    status: 409,
    zh: '已由他人审核完毕，请刷新查看结果。',
    en: 'Somebody has decided this already. Please reload to see the outcome.',
  },
});
