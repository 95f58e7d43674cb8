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
  serveGrid: { zh: '服务网格', en: 'Serves in' },
  birthDate: { zh: '出生日期', en: 'Date of birth' },
  address: { zh: '住址', en: 'Address' },
  checkIn: { zh: '签到时间', en: 'Check-in' },
  checkOut: { zh: '签退时间', en: 'Check-out' },
  code: { zh: '编号', en: 'Code' },
  title: { zh: '名称', en: 'Title' },
  unit: { zh: '计分单位', en: 'Unit' },
  coefficient: { zh: '系数', en: 'Coefficient' },
  pointsMax: { zh: '单次上限', en: 'Most per event' },
  minutesMin: { zh: '最短时长', en: 'Shortest stay' },
  capDay: { zh: '每日上限', en: 'Daily cap' },
  capMonth: { zh: '每月上限', en: 'Monthly cap' },
  capYear: { zh: '每年上限', en: 'Yearly cap' },
  publicityDays: { zh: '公示天数', en: 'Days of publicity' },
  evidence: { zh: '佐证材料', en: 'Evidence' },
  validFrom: { zh: '生效日期', en: 'Valid from' },
  validUntil: { zh: '截止日期', en: 'Valid until' },
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
  cell_merged: {
    zh: '在合并单元格里，本行没有自己的内容；请取消合并并逐行填写',
    en: 'Inside merged cells: the row has nothing of its own here; please unmerge and fill in each row',
  },
  name_invalid: { zh: '不像姓名', en: 'Does not look like a name' },
  person_duplicate: { zh: '与上面某行是同一个人', en: 'The same person as in an earlier row' },
  birth_date_invalid: { zh: '不是有效的出生日期，请写到日', en: 'Not a date of birth; please give the day' },
  address_too_long: { zh: '住址超过 100 个字', en: 'The address is longer than 100 characters' },
  serve_grid_unknown: { zh: '没有这个服务网格', en: 'No such unit to serve in' },
  phone_shared: {
    zh: '上面某行另一人用同一手机号；如是家人共用，请说明后保留',
    en: 'Another person above has this phone; if they share it, keep the row and say so',
  },
  phone_known: {
    zh: '系统中已有另一人登记这个手机号；如是共用，请说明后保留',
    en: 'Somebody else is registered with this phone; if they share it, keep the row and say so',
  },
  name_known: {
    zh: '本社区已有同名的人，手机号不同；如确是另一人，请说明后保留',
    en: 'The community has somebody of this name with another phone; if this is another person, keep the row and say so',
  },
  name_repeated: {
    zh: '本网格前面已有同名的人，都没有手机号；如确是另一人，请说明后保留',
    en: 'Somebody of this name without a phone stands above; if this is another person, keep the row and say so',
  },
  not_signed_up: {
    zh: '没有报名这个活动；如确实到场，请说明后保留',
    en: 'Did not sign up for this activity; if they were there, keep the row and say so',
  },
  person_unknown: {
    zh: '没有找到这个人，请先导入参与人',
    en: 'Nobody of this name and phone is known; please enter residents first',
  },
  person_ambiguous: {
    zh: '本社区有多人同名，请填写手机号',
    en: 'Several people bear this name; please give the phone',
  },
  person_closed: { zh: '此人已注销', en: 'This person’s record is closed' },
  time_invalid: { zh: '时间无法识别，请写成 9:05', en: 'Not a time of day; write 9:05' },
  time_other_day: { zh: '不是活动当天', en: 'Not the day of the activity' },
  time_order: { zh: '签退不晚于签到', en: 'The end is not after the beginning' },
  time_outside: { zh: '不在活动时间之内', en: 'Outside the time of the activity' },
  stay_too_short: { zh: '时间短于这个活动的最短时长', en: 'Shorter than the shortest stay that counts' },
  guardian_consent_missing: {
    zh: '未满 18 周岁，还没有这类活动的监护人同意',
    en: 'Under 18, and a guardian has not consented to this kind of activity yet',
  },
  attendance_not_over: {
    zh: '离开时间还没有到，活动结束后再补录',
    en: 'They cannot have left yet: enter it after the end',
  },
  attendance_after_end: { zh: '活动在这之前已经结束', en: 'The activity had ended before that' },
  attendance_overlaps: { zh: '与此人另一次签到时间重叠', en: 'Overlaps another attendance of this person' },
  code_invalid: { zh: '编号须像 ZY-03', en: 'A code looks like ZY-03' },
  code_duplicate: { zh: '与上面某行编号相同', en: 'An earlier row has the same code' },
  code_taken: { zh: '这个编号是别的辖区的标准', en: 'The code belongs to another unit’s scheme' },
  code_known: {
    zh: '已有这条标准且内容不同；保留则拟定新版本，请说明',
    en: 'The rule exists with other terms; kept, this becomes its next version: please say why',
  },
  title_missing: { zh: '没有填写名称', en: 'The title is missing' },
  title_too_long: { zh: '名称超过 50 个字', en: 'The title is longer than 50 characters' },
  unit_unknown: { zh: '计分单位须为小时、次或件', en: 'The unit is hour, attendance or case' },
  number_invalid: { zh: '不是有效的数，或超出范围', en: 'Not a number, or out of range' },
  terms_contradictory: { zh: '与本行其他内容矛盾', en: 'Contradicts the rest of the row' },
  taken_meanwhile: {
    zh: '预览之后别人已经登记，本行没有写入',
    en: 'Somebody else entered it after the preview; nothing was written',
  },
  activity_closed: { zh: '活动已取消，没有写入', en: 'The activity was cancelled; nothing was written' },
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
  phone_of_several: {
    zh: '系统中有几位居民用这个手机号，都不叫这个名字；将登记为另一位居民',
    en: 'Several residents have this phone, none of this name; somebody new is entered',
  },
  existing_differs: {
    zh: '以前已入账 {points} 分、{hours} 小时，与本行不同；本行不再入账，如需更正请走冲正',
    en: 'Already posted with {points} points and {hours} h; this row is not posted, please correct by a reversal',
  },
  points_differ_from_rule: {
    zh: '积分标准 {rule} 应为 {expected} 分；按表中分数入账',
    en: 'Rule {rule} gives {expected} points; the sheet’s figure is posted',
  },
};
