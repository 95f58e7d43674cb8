import { problemRows } from './types.ts';

export const importProblems = problemRows({
  import_file_missing: {
    status: 400,
    zh: '没有收到文件，请选择一个 .xlsx 或 .csv 表格后再上传。',
    en: 'No file arrived. Please choose an .xlsx or .csv file and upload it again.',
  },
  import_upload_broken: {
    status: 400,
    zh: '文件没有完整收到，请重新上传。',
    en: 'The file did not arrive whole. Please upload it again.',
  },
  import_file_too_large: {
    status: 413,
    zh: '文件超过 20 MB，请按年度或季度拆分后再上传。',
    en: 'The file is larger than 20 MB. Please split it by year or quarter.',
  },
  import_file_not_workbook: {
    status: 422,
    zh: '这不是 .xlsx 或 .csv 表格。旧版 .xls 请先在表格软件中“另存为” .xlsx。',
    en: 'This is neither an .xlsx workbook nor a .csv file. Please save an old .xls file as .xlsx first.',
  },
  import_file_encrypted: {
    status: 422,
    zh: '表格设有打开密码，请去掉密码后再上传。',
    en: 'The workbook is locked by a password. Please remove it and upload again.',
  },
  import_file_broken: {
    status: 422,
    zh: '表格已损坏，无法读取。请用表格软件打开并重新保存后再上传。',
    en: 'The workbook is damaged. Please open it in a spreadsheet program, save it anew and upload it again.',
  },
  import_header_missing: {
    status: 422,
    zh: '没有找到表头，缺少这些列：{columns}。',
    en: 'No header row was found. Missing columns: {columns}.',
  },
  import_mapping_invalid: {
    status: 422,
    zh: '列的对应关系不完整：每一列只能对应一项内容。请重新选择。',
    en: 'The columns are not told apart: each column can be one thing only. Please choose again.',
  },
  import_mapping_misfit: {
    status: 422,
    zh: '文件里没有所选的工作表或表头行，请重新选择。',
    en: 'The file has no such sheet or header row. Please choose again.',
  },
  import_activity_missing: {
    status: 422,
    zh: '请先选择这份签到表属于哪个活动。',
    en: 'Please choose the activity that this attendance list is of.',
  },
  import_activity_not_held: {
    status: 409,
    zh: '这个活动还没有开始，或已取消，不能导入签到表。',
    en: 'This activity has not begun or was cancelled: it has no attendance list.',
  },
  import_rows_not_doubtful: {
    status: 409,
    zh: '所选的行里有不能“说明后保留”的：请在表格里改正后重新上传。',
    en: 'Some of these rows cannot be kept by an explanation: please correct them in the sheet and upload it again.',
  },
  import_not_posted: {
    status: 409,
    zh: '这份导入还没有写入完成，或已经撤销。',
    en: 'This import is not written yet, or was undone already.',
  },
  import_undo_own: {
    status: 403,
    zh: '撤销须由没有参与这份导入的人决定：上传、提交或确认的人不能自己撤销。',
    en: 'Somebody without a part in it must undo an import; who uploaded, submitted or confirmed it cannot.',
  },
  import_person_verified: {
    status: 409,
    zh: '此人导入后已经核实身份，没有撤销；如需注销，请走销户。',
    en: 'This person was verified since and stays; to end the record, close the account.',
  },
  import_person_in_use: {
    status: 409,
    zh: '此人已有流水、签到、报名或家庭关系，没有撤销；如需注销，请走销户。',
    en: 'This person has entries, attendances, sign-ups or a household by now and stays; to end the record, close the account.',
  },
  import_attendance_decided: {
    status: 409,
    zh: '这条签到已经审核通过，没有撤销；如有错误，请在流水里冲正。',
    en: 'This attendance was approved already and stays; if it is wrong, reverse its entry.',
  },
  import_rule_published: {
    status: 409,
    zh: '这条标准已经发布，没有撤销；如需停用，请在积分标准里停用。',
    en: 'This rule was published already and stays; retire it in the catalogue.',
  },
  import_too_many_rows: {
    status: 422,
    zh: '表格超过 10 万行，请拆分后再上传。',
    en: 'The workbook has more than 100,000 rows. Please split it.',
  },
  import_zip_bomb: {
    status: 422,
    zh: '文件展开后过大，存在安全风险，已拒绝读取。',
    en: 'The file expands to far more than a ledger can be. It was refused for safety.',
  },
  import_file_too_complex: {
    status: 422,
    zh: '表格过于复杂，读取所需的时间或内存超出限制。请只保留台账内容后再上传。',
    en: 'Reading the workbook takes more time or memory than allowed. Please keep only the ledger in it.',
  },
  import_nothing_to_post: {
    status: 409,
    zh: '这份台账没有可以入账的新记录。',
    en: 'This ledger has no new rows to post.',
  },
  import_not_previewed: {
    status: 409,
    zh: '这份台账已提交或已处理，不能再次提交。',
    en: 'This import was already submitted or handled.',
  },
  import_not_proposed: {
    status: 409,
    zh: '这份台账还没有提交确认，或已被撤回。',
    en: 'This import has not been submitted for confirmation, or was withdrawn.',
  },
  own_import: {
    status: 403,
    zh: '台账须由另一个人确认，上传或提交的人不能自己确认。',
    en: 'Another person must confirm an import; who uploaded or submitted it cannot.',
  },
  import_benefits_you: {
    status: 403,
    zh: '台账中有记给您本人的积分，请由其他人确认。',
    en: 'The ledger gives points to yourself. Somebody else must confirm it.',
  },
});
