import type { ImportErrorCode, ImportField, ImportWarningCode } from './types.ts';

/** Words in both languages. */
export interface ImportText {
  readonly zh: string;
  readonly en: string;
}

/** What people call the parts of a row. */
export const IMPORT_FIELD_TEXTS: Readonly<Record<ImportField, ImportText>> = {
  row: { zh: '整行', en: 'Row' },
  name: { zh: '姓名', en: 'Name' },
  phone: { zh: '联系电话', en: 'Phone' },
  grid: { zh: '所属网格', en: 'Grid' },
  date: { zh: '日期', en: 'Date' },
  category: { zh: '类别', en: 'Category' },
  item: { zh: '事项', en: 'Item' },
  hours: { zh: '时长', en: 'Hours' },
  points: { zh: '积分', en: 'Points' },
};

/** What is wrong with a row, and what to do about it. */
export const IMPORT_ERROR_TEXTS: Readonly<Record<ImportErrorCode, ImportText>> = {
  row_duplicate: {
    zh: '与上面某行重复：同一人、同一日期、同一类别和事项',
    en: 'Repeats an earlier row: same person, date, category and item',
  },
  name_missing: { zh: '没有填写姓名', en: 'The name is missing' },
  name_too_long: { zh: '姓名超过 50 个字', en: 'The name is longer than 50 characters' },
  phone_invalid: { zh: '不是 11 位手机号码', en: 'Not an 11-digit mobile number' },
  grid_unknown: { zh: '没有这个网格，请填写“社区＋第几网格”', en: 'No such grid; write community and grid number' },
  date_invalid: { zh: '不是有效日期', en: 'Not a date' },
  date_in_future: { zh: '日期在今天之后', en: 'The date is in the future' },
  category_unknown: { zh: '类别不在积分标准之内', en: 'Unknown category' },
  item_missing: { zh: '没有填写事项', en: 'The item is missing' },
  item_too_long: { zh: '事项超过 100 个字', en: 'The item is longer than 100 characters' },
  hours_invalid: { zh: '时长无法识别，或超过 24 小时', en: 'Not a duration of at most 24 hours' },
  points_invalid: { zh: '没有填写积分，或不是正整数', en: 'Not a whole number of points' },
  points_not_whole: { zh: '积分须为整数', en: 'Points are whole numbers' },
  points_above_limit: { zh: '超过单笔上限 1000 分', en: 'Above the limit of one entry (1000)' },
  account_closed: {
    zh: '此人的积分账户已关闭，未能入账',
    en: 'The account of this person is closed; nothing was posted',
  },
};

/** What a reviewer should look at. `{name}` places take values from the warning's detail. */
export const IMPORT_WARNING_TEXTS: Readonly<Record<ImportWarningCode, ImportText>> = {
  name_conflict: { zh: '同一手机号前后姓名不同', en: 'The same phone has another name above' },
  grid_conflict: { zh: '同一手机号前后网格不同', en: 'The same phone has another grid above' },
  hours_missing: { zh: '没有填写时长，按 0 小时记', en: 'No hours given; counted as none' },
  known_name_differs: { zh: '与系统中该手机号登记的姓名不同', en: 'The phone is registered under another name' },
  existing_differs: {
    zh: '以前已入账 {points} 分、{hours} 小时，与本行不同；本行不再入账，如需更正请走冲正',
    en: 'Already posted with {points} points and {hours} h; this row is not posted, please correct by a reversal',
  },
  points_differ_from_rule: {
    zh: '积分标准 {rule} 应为 {expected} 分；按表中分数入账',
    en: 'Rule {rule} gives {expected} points; the sheet’s figure is posted',
  },
};
