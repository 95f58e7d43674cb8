import type { AboutKind, BadCode } from './codes.ts';

/** One bad row in plain words. */
export interface BadWords {
  /** A few words for a list. */
  readonly title: string;
  /** What was found, in a sentence. */
  readonly what: string;
  /** What to do next. */
  readonly todo: string;
}

export type WordsLanguage = 'zh' | 'en';

type Both<T> = Readonly<Record<WordsLanguage, T>>;

/** Somebody or something wrote past the ledger: the same is to be done whatever it was. */
const SECURE: Both<string> = {
  zh: '请先不要改动任何数据。立即备份整个数据库，把该账户从这一条起与最近的备份、已公布的每日账本指纹逐条核对，并查清谁有数据库写入权限。',
  en: 'Change nothing. Copy the whole database first, compare this account from this entry on with the newest backup and with the published digests, and find out who may write to the database.',
};

/** The programme itself decided what its rules do not allow. */
const REPORT: Both<string> = {
  zh: '数据本身前后连贯，问题可能出在程序。请先不要改动数据，备份后把这一行连同程序版本报告给维护人员；确认后由两人办理更正。',
  en: 'The chain is whole, so the programme itself may be wrong. Change nothing, make a copy, and report this row with the version that runs; two persons correct it by an adjustment once it is understood.',
};

/** What was published is in other hands too. */
const COMPARE_DIGEST: Both<string> = {
  zh: '请先备份整个数据库，再与别处留存的账本指纹（居民的凭证、张贴的公示、截图）核对：一致的那一份为准，从备份恢复，并查清谁有数据库写入权限。',
  en: 'Copy the whole database first, then compare with digests that others kept (receipts, printed notices, screenshots): what agrees with them is right. Restore it from a backup, and find out who may write to the database.',
};

const LOOK_FOR_RECORD: Both<string> = {
  zh: '请在备份中查找这条记录。确有其事的，恢复该记录；查无此事的，由未参与的人冲正这笔流水，并查清它是谁写入的。',
  en: 'Look for the record in a backup. If it was real, restore it; if it never was, somebody who took no part reverses the entry, and you find out who wrote it.',
};

export const BAD_WORDS: Readonly<Record<BadCode, Both<BadWords>>> = {
  shape_unknown: {
    zh: { title: '格式不对', what: '这一条多了或少了字段，或字段的类型、写法不是本系统写入的样子。', todo: SECURE.zh },
    en: {
      title: 'Unknown form',
      what: 'The entry has a field too many or too few, or one of a type or form that the ledger never writes.',
      todo: SECURE.en,
    },
  },
  schema_unknown: {
    zh: {
      title: '版本不认识',
      what: '这一条的格式版本号，本程序不认识。',
      todo: '如果服务器刚升级过，请用同一版本的程序再核验一次；如果没有升级过，请按数据被改动处理：先备份，再核对。',
    },
    en: {
      title: 'Unknown version',
      what: 'The entry has a schema number that this programme does not know.',
      todo: 'If the server was updated, verify with the same version. If not, treat it as changed: make a copy first, then compare it with a backup.',
    },
  },
  id_mismatch: {
    zh: { title: '位置不对', what: '这一条的编号与它所在的账户、次序不符，可能是被挪动或插入的。', todo: SECURE.zh },
    en: {
      title: 'Wrong place',
      what: 'The id does not belong to the account and number that the entry names: it was moved or inserted.',
      todo: SECURE.en,
    },
  },
  seq_gap: {
    zh: { title: '编号不连续', what: '在这一条之前，缺少一条流水，或多出一条流水。', todo: SECURE.zh },
    en: { title: 'Gap', what: 'Just before this entry one is missing, or one too many is there.', todo: SECURE.en },
  },
  key_repeated: {
    zh: { title: '重复入账', what: '同一账户里，已有一条流水使用了同一个业务键：同一件事记了两次。', todo: SECURE.zh },
    en: {
      title: 'Posted twice',
      what: 'An earlier entry of the account has the same key: one thing was posted twice.',
      todo: SECURE.en,
    },
  },
  recorded_before_previous: {
    zh: { title: '时间倒退', what: '这一条的记账时间早于前一条。', todo: SECURE.zh },
    en: {
      title: 'Back in time',
      what: 'The entry says that it was recorded before the one that it follows.',
      todo: SECURE.en,
    },
  },
  hash_mismatch: {
    zh: {
      title: '指纹不符',
      what: '这一条的内容与写入时留下的指纹对不上：内容、次序或指纹被改动过。',
      todo: SECURE.zh,
    },
    en: {
      title: 'Hash does not fit',
      what: 'The content is not what it was when the entry was written, or it does not follow the entry before it.',
      todo: SECURE.en,
    },
  },
  state_mismatch: {
    zh: {
      title: '余额推算不符',
      what: '由前一条的余额推算，得不到这一条之后的余额、冻结、欠分或批次。',
      todo: REPORT.zh,
    },
    en: {
      title: 'State does not follow',
      what: 'Balance, holds, debt or lots after the entry do not follow from those before it.',
      todo: REPORT.en,
    },
  },
  lots_out_of_order: {
    zh: { title: '批次不对', what: '扣分没有先用最早到期的积分，或退回的积分没有带回原来的有效期。', todo: REPORT.zh },
    en: {
      title: 'Wrong lots',
      what: 'Not the oldest points were taken, or points came back without the expiry that they had.',
      todo: REPORT.en,
    },
  },
  overspent: {
    zh: { title: '超额扣分', what: '这一条扣掉的积分，超过了当时可用的积分。', todo: REPORT.zh },
    en: { title: 'Overspent', what: 'The entry took more points than were free.', todo: REPORT.en },
  },
  original_mismatch: {
    zh: { title: '与原流水不符', what: '这笔退还或冲正找不到它所指的流水，或与之不符、超额、重复。', todo: REPORT.zh },
    en: {
      title: 'Original does not fit',
      what: 'The refund or reversal names no earlier entry, or gives another value than it had, or comes twice.',
      todo: REPORT.en,
    },
  },
  collection_unexpected: {
    zh: {
      title: '数据表异常',
      what: '存放流水的数据表不是本系统建立的样子（例如成了视图，或改了排序规则）。',
      todo: '请数据库管理员查清何时、为何改动；在恢复之前，不要相信从这里读到的任何数字。',
    },
    en: {
      title: 'Unexpected collection',
      what: 'The collection of entries is not as the ledger makes it, for example a view, or with another collation.',
      todo: 'Ask the administrator of the database when and why it was changed, and trust no figure read from it until it is put right.',
    },
  },
  index_missing: {
    zh: {
      title: '缺少索引',
      what: '账本依靠的一个索引不在了：没有它，同一件事可能入账两次。',
      todo: '请数据库管理员用管理员身份启动一次服务器，索引会自动补上；并查清它是何时、被谁删掉的。',
    },
    en: {
      title: 'Index missing',
      what: 'An index that the ledger relies on is gone: without it one thing can be posted twice.',
      todo: 'Start a server once as an administrator of the database, which makes it again, and find out who took it away.',
    },
  },
  credited_twice: {
    zh: { title: '一事两记', what: '这条记录已有一笔流水，这是同一账户里的另一笔。', todo: LOOK_FOR_RECORD.zh },
    en: {
      title: 'Credited twice',
      what: 'The record has its entry already; this is another one of the same account.',
      todo: LOOK_FOR_RECORD.en,
    },
  },
  entry_without_record: {
    zh: {
      title: '有账无据',
      what: '账上有这笔流水，但找不到与之对应、已办结的签到、申报、导入行或兑换记录。',
      todo: LOOK_FOR_RECORD.zh,
    },
    en: {
      title: 'No record',
      what: 'The ledger has the entry, but there is no posted attendance, claim, import row or redemption behind it.',
      todo: LOOK_FOR_RECORD.en,
    },
  },
  objection_mismatch: {
    zh: {
      title: '异议与入账不符',
      what: '异议的处理结果与这一笔积分的状态不一致：成立的应不入账，更正的应按更正后入账，未处理的应暂缓。',
      todo: '查看这条异议的处理记录和积分记录何时被改动，从备份恢复；已经错误入账的，由社区冲正。',
    },
    en: {
      title: 'Objection differs',
      what: 'What was decided about an objection and the credit disagree: upheld, it is not posted; corrected, it is posted with less; undecided, it waits.',
      todo: 'Find out when decision or credit was changed and restore it from a backup. What was posted wrongly is reversed by the community.',
    },
  },
  service_mismatch: {
    zh: {
      title: '志愿时长不符',
      what: '按天汇总的志愿时长与流水里的时长对不上；星级和志愿服务证明都按这个汇总。',
      todo: '流水是准的：查清汇总何时被谁改动，从备份恢复这个账户的时长汇总；其间开出的证明，请核对后告知持有人。',
    },
    en: {
      title: 'Hours differ',
      what: 'The hours summed up by day, of which star levels and certificates are made, are not those of the entries.',
      todo: 'The entries are right. Find out when and by whom the sums were changed, restore the sums of this account from a backup, and check certificates issued meanwhile.',
    },
  },
  record_mismatch: {
    zh: {
      title: '账据不符',
      what: '流水与它依据的记录，分值、时长或编号不一致。',
      todo: '流水有指纹保护，记录没有：先查记录何时被谁改动，从备份恢复；如果记录是对的，由两人办理更正。',
    },
    en: {
      title: 'Record differs',
      what: 'Entry and record disagree about points, minutes or the number of the entry.',
      todo: 'The entry is protected by its hash, the record is not: find out who changed the record and restore it. If the record is right, two persons correct the entry.',
    },
  },
  record_without_entry: {
    zh: {
      title: '有据无账',
      what: '记录写着“已入账”，但账上没有这笔流水。如果是该账户最新的流水被删，也会这样显示。',
      todo: SECURE.zh,
    },
    en: {
      title: 'No entry',
      what: 'The record says that it was posted, but the ledger has no such entry. Deleting the newest entries of an account looks like this.',
      todo: SECURE.en,
    },
  },
  stock_mismatch: {
    zh: {
      title: '库存不符',
      what: '这个兑换项目现有的库存（含兑换中的），与它全部出入库记录的合计不一致。账本本身不受影响。',
      todo: '请停止兑换这个项目并清点实物，连同程序版本报告给维护人员：盘点登记的是差额，不能消除这种不一致。',
    },
    en: {
      title: 'Stock differs',
      what: 'What this offer has in stock, with what is set aside, is not the sum of its movements. The ledger itself is not touched by it.',
      todo: 'Stop redeeming this offer and count what is there. Report it with the version that runs: a stocktake enters a difference, it does not mend one.',
    },
  },
  budget_mismatch: {
    zh: {
      title: '预算不符',
      what: '这项预算记下的已发放积分，与账上该辖区、类别、期间实际发放的不一致，或已超出预算。账本本身不受影响。',
      todo: '预算会定期按记录重新计算（任务 budgets.recount）。重新计算后仍不一致的，请连同程序版本报告给维护人员。',
    },
    en: {
      title: 'Budget differs',
      what: 'What this budget says was issued is not what the ledger issued in its unit, category and period, or more than it allows. The ledger itself is not touched by it.',
      todo: 'Budgets are counted from the records again by themselves (job budgets.recount). Where it still differs afterwards, report it with the version that runs.',
    },
  },
  settlement_mismatch: {
    zh: {
      title: '结算不符',
      what: '商家应结的明细与账上核销、退还的积分或约定的价格对不上，或结算单的合计、指纹与它的明细不一致。账本本身不受影响。',
      todo: '请先不要付款。核对这笔兑换、这张结算单与备份；合计仍不一致的，请连同程序版本报告给维护人员。',
    },
    en: {
      title: 'Settlement differs',
      what: 'What a shop is owed line by line is not what the ledger took and gave back there at the agreed prices, or a statement is not the sum of its lines. The ledger itself is not touched by it.',
      todo: 'Pay nothing on it for now. Compare the redemption or statement with a backup, and report it with the version that runs.',
    },
  },
  rollup_mismatch: {
    zh: {
      title: '统计数不符',
      what: '首页和报表用的统计数，与账本逐笔加总的结果不一致。账本本身不受影响，但页面上的数可能不对。',
      todo: '请由系统管理员重新统计（npm run rollups:rebuild），再核对一次。重新统计后仍不一致的，请连同程序版本报告给维护人员。',
    },
    en: {
      title: 'Sums differ',
      what: 'What the home page and reports show is not what the entries add up to. The ledger itself is not touched by it, but pages may show wrong numbers.',
      todo: 'Have the sums counted anew (npm run rollups:rebuild) and verify again. If they differ again, report it with the version that runs.',
    },
  },
  rollup_unknown: {
    zh: {
      title: '统计数未能核对',
      what: '数据库已不再保留核对期间的变更历史，统计数没有核对。账本本身的核对不受影响。',
      todo: '请由系统管理员重新统计（npm run rollups:rebuild），再核对一次；若总是如此，请加大数据库的操作日志（oplog）。',
    },
    en: {
      title: 'Sums not compared',
      what: 'The database no longer has the history of the time that verifying took, so that the sums could not be compared. What was found of the ledger stands.',
      todo: 'Have the sums counted anew (npm run rollups:rebuild) and verify again. If it is always so, make the oplog of the database larger.',
    },
  },
  pair_mismatch: {
    zh: {
      title: '两边不符',
      what: '这是跨两个账户的一笔，另一个账户里没有对应的一条，或两条对不上。',
      todo: SECURE.zh,
    },
    en: {
      title: 'Halves differ',
      what: 'The entry is one half of a transfer between two accounts, and the other half is missing or differs.',
      todo: SECURE.en,
    },
  },
  digest_entry_missing: {
    zh: {
      title: '流水被删',
      what: '每日账本指纹里有这一条，账上却没有了：该账户的流水被删掉了，至少从这一条起。',
      todo: SECURE.zh,
    },
    en: {
      title: 'Entry is gone',
      what: 'A published digest covers this entry, and the ledger has it no more: entries of the account were deleted, this one at least.',
      todo: SECURE.en,
    },
  },
  digest_leaf_mismatch: {
    zh: {
      title: '与指纹底稿不符',
      what: '账上的这一条，与当天账本指纹所依据的底稿不一致：其中之一被改动过。',
      todo: SECURE.zh,
    },
    en: {
      title: 'Differs from its digest',
      what: 'The ledger and what the digest of that day was made of disagree: one of them was changed.',
      todo: SECURE.en,
    },
  },
  digest_root_mismatch: {
    zh: {
      title: '指纹算不出',
      what: '按这一天的底稿重算，得不到公布的汇总值或笔数：底稿或指纹被改动过。',
      todo: COMPARE_DIGEST.zh,
    },
    en: {
      title: 'Digest does not follow',
      what: 'What the digest was made of does not give its root or its counts any more: one of them was changed.',
      todo: COMPARE_DIGEST.en,
    },
  },
  digest_page_mismatch: {
    zh: {
      title: '凭证路径不符',
      what: '用来出具凭证的中间值与这一天的账本指纹不一致：凭证会核验不过，账本本身不受影响。',
      todo: '请从备份恢复这一天的中间值（ledger_digest_pages），并查清谁有数据库写入权限。',
    },
    en: {
      title: 'Receipts would fail',
      what: 'The kept parts of the tree from which receipts are made do not lead to the digest. The ledger itself is not touched.',
      todo: 'Restore these parts (ledger_digest_pages) from a backup, and find out who may write to the database.',
    },
  },
  digest_hash_mismatch: {
    zh: {
      title: '指纹被改',
      what: '这一天的账本指纹不是它自己内容的指纹：日期、笔数、汇总值或指纹被改动过。',
      todo: COMPARE_DIGEST.zh,
    },
    en: {
      title: 'Digest was changed',
      what: 'The digest is not the hash of what it says: its day, counts, root or hash were changed.',
      todo: COMPARE_DIGEST.en,
    },
  },
  digest_previous_mismatch: {
    zh: {
      title: '指纹不衔接',
      what: '这一天的账本指纹没有接在前一份之后。',
      todo: COMPARE_DIGEST.zh,
    },
    en: {
      title: 'Digests do not join',
      what: 'The digest does not follow on the one before it.',
      todo: COMPARE_DIGEST.en,
    },
  },
  digest_missing: {
    zh: {
      title: '缺一份指纹',
      what: '这一天应有的账本指纹不在了。',
      todo: COMPARE_DIGEST.zh,
    },
    en: {
      title: 'A digest is missing',
      what: 'The digest that should be there is gone.',
      todo: COMPARE_DIGEST.en,
    },
  },
};

/** What a bad row is about, as people call it. */
export const ABOUT_WORDS: Readonly<Record<AboutKind, Both<string>>> = {
  attendance: { zh: '签到记录', en: 'attendance' },
  claim: { zh: '积分申报', en: 'claim' },
  import_row: { zh: '导入行', en: 'import row' },
  batch_item: { zh: '批量条目', en: 'batch item' },
  redemption: { zh: '兑换', en: 'redemption' },
  entry: { zh: '流水', en: 'entry' },
  expiry: { zh: '到期', en: 'expiry' },
  adjustment: { zh: '更正', en: 'correction' },
  operation: { zh: '操作', en: 'operation' },
  donation: { zh: '捐赠', en: 'donation' },
  closing: { zh: '销户', en: 'account closing' },
  joining: { zh: '账户合并', en: 'joining of accounts' },
  correction: { zh: '更正单', en: 'correction by two persons' },
  collection: { zh: '数据表', en: 'collection' },
  digest: { zh: '每日账本指纹', en: 'digest' },
  rollup: { zh: '统计数', en: 'roll-up' },
  budget: { zh: '发放额度', en: 'budget' },
  objection: { zh: '异议', en: 'objection' },
  settlement: { zh: '结算单', en: 'statement' },
  settlement_funding: { zh: '资金预算', en: 'funding budget' },
  shop: { zh: '商家', en: 'shop' },
  service: { zh: '志愿时长', en: 'volunteer hours' },
  offer: { zh: '兑换项目', en: 'offer' },
};
