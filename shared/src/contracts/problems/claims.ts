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
  claim_not_yours: {
    status: 403,
    zh: '只有申报人可以修改或撤回这份申报；代人申报的被退回后，本社区有申报权限的同事也可以。',
    en: 'Only who filed the claim can change it or take it back; one for somebody else, once it was returned, colleagues who file here can too.',
  },
  claim_decided: {
    status: 409,
    zh: '这份申报已经审核，不能撤回。',
    en: 'This claim was decided already and cannot be taken back.',
  },
  claim_activity_unknown: {
    status: 422,
    zh: '没有找到这场活动，或它没有通过审批、已取消。请重新选择，或不选活动。',
    en: 'There is no such activity, or it was not approved or was cancelled. Please choose another, or none.',
  },
  claim_activity_other_day: {
    status: 422,
    zh: '这场活动不在所填的日期，请核对日期或活动。',
    en: 'This activity was on another day. Please check the day or the activity.',
  },
  claim_draft_not_found: {
    status: 404,
    zh: '没有找到这份草稿，可能已提交、已删除或过了保存期限。',
    en: 'This draft was not found: it may have been filed, thrown away, or kept to the end of its time.',
  },
  claim_drafts_too_many: {
    status: 409,
    zh: '草稿已有 20 份。请先提交或删去一些。',
    en: 'There are 20 drafts. Please file or throw away some of them.',
  },
  person_other_community: {
    status: 403,
    zh: '这位参与人不属于您负责的社区，请由其所在社区办理。',
    en: 'This person belongs to another community. Their own community can do this.',
  },
  evidence_not_found: { status: 404, zh: '没有找到这份材料。', en: 'This evidence was not found.' },
  evidence_not_yours: { status: 422, zh: '材料须由申报人本人上传。', en: 'Evidence must be uploaded by who files.' },
  evidence_type_unsupported: {
    status: 415,
    zh: '只接受 JPEG、PNG、WebP 图片或 PDF 文件。',
    en: 'Only JPEG, PNG or WebP pictures and PDF files are accepted.',
  },
  evidence_too_large: { status: 413, zh: '文件不能超过 10 MB。', en: 'A file may have at most 10 MB.' },
  evidence_damaged: {
    status: 422,
    zh: '文件已损坏或不完整，请重新拍摄或导出后再上传。',
    en: 'The file is damaged or cut off. Please take the photo or export the file again.',
  },
  evidence_missing: { status: 422, zh: '请选择要上传的文件。', en: 'Please choose a file to upload.' },
  evidence_too_many_pixels: {
    status: 422,
    zh: '图片尺寸过大，无法打开。请用手机直接拍照，或把图片缩小后再上传。',
    en: 'The picture is too large to be opened. Please take a photo with the phone, or make it smaller.',
  },
  evidence_too_many_pages: {
    status: 422,
    zh: 'PDF 最多 50 页，请只上传与申报有关的页。',
    en: 'A PDF may have at most 50 pages. Please upload only those that matter here.',
  },
  evidence_locked: {
    status: 422,
    zh: 'PDF 设有密码，请取消密码后再上传。',
    en: 'The PDF is locked with a password. Please take it off and upload it again.',
  },
  evidence_too_complex: {
    status: 422,
    zh: '这份 PDF 的内容无法检查。请打印成新的 PDF，或拍照上传。',
    en: 'This PDF cannot be checked. Please print it to a new PDF, or take photos of it.',
  },
  evidence_too_many_unused: {
    status: 429,
    zh: '已上传的材料太多还没有提交。请先提交申报，或删去不用的草稿。',
    en: 'Too many files were uploaded and not filed. Please file the claims first.',
  },
  evidence_busy: {
    status: 503,
    zh: '上传的人正多，这份材料还没有收下。请过几秒再传一次。',
    en: 'Many files are being uploaded and this one was not taken yet. Please send it again in a few seconds.',
  },
  evidence_erased: {
    status: 410,
    zh: '材料已过保存期限，按规定删除。',
    en: 'This evidence was erased at the end of the time for which it is kept.',
  },
  review_not_found: { status: 404, zh: '没有找到这条待审核记录。', en: 'This item was not found.' },
  review_not_waiting: {
    status: 409,
    zh: '活动还没有结束，暂时不能审核。',
    en: 'The activity has not ended yet: this cannot be reviewed now.',
  },
  review_own_claim: {
    status: 403,
    zh: '这是您本人提交、签退或证明过的，须由其他人审核。',
    en: 'You filed this, signed the person out or gave your word. Somebody else has to review it.',
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
    zh: '这是您组织或经手过的活动，须由其他人审核。',
    en: 'You organised this activity or had a hand in it. Somebody else has to review it.',
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
