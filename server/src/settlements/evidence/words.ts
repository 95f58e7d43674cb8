import type { EvidenceLine, Language } from '@red-points/shared/contracts';

type Words = Readonly<Record<Language, string>>;

/** Words of the file. */
export const WORDS = {
  cover: { zh: '抽样与结算单', en: 'Sample and statement' },
  lines: { zh: '样本明细', en: 'Sampled lines' },
  entries: { zh: '账本流水', en: 'Ledger entries' },
  happened: { zh: '退还 争议 库存', en: 'Refunds, disputes, stock' },
  title: { zh: '结算单抽样核查证据', en: 'Evidence of a sampled statement' },
  number: { zh: '结算单编号', en: 'Statement' },
  shop: { zh: '商家', en: 'Shop' },
  payer: { zh: '付款方', en: 'Payer' },
  until: { zh: '结算至', en: 'Covers up to' },
  total: { zh: '金额合计（元）', en: 'Total (yuan)' },
  points: { zh: '积分合计', en: 'Points' },
  handler: { zh: '经手', en: 'Handled by' },
  witness: { zh: '证明', en: 'Witnessed by' },
  approver: { zh: '审批', en: 'Approved by' },
  proposed: { zh: '提出结账', en: 'Closing proposed by' },
  closed: { zh: '确认结账', en: 'Closed by' },
  payout: { zh: '付款', en: 'Payment' },
  invoice: { zh: '发票或收据号', en: 'Invoice' },
  fingerprint: { zh: '明细指纹', en: 'Fingerprint of the lines' },
  holds: { zh: '明细与结账时', en: 'Lines since the closing' },
  same: { zh: '一致', en: 'Unchanged' },
  changed: { zh: '不一致！', en: 'CHANGED' },
  drawn: { zh: '抽取', en: 'Drawn' },
  of: { zh: '{size} 行，共 {population} 行', en: '{size} of {population} lines' },
  seedDay: { zh: '随机数取自', en: 'Seed from the digest of' },
  digest: { zh: '当日账本指纹', en: 'Digest of that day' },
  seed: { zh: '随机数', en: 'Seed' },
  printedFor: { zh: '查看人', en: 'Looked at by' },
} satisfies Record<string, Words>;

export const LINE_COLUMNS: Readonly<Record<Language, readonly string[]>> = {
  zh: [
    '序号',
    '类别',
    '时间',
    '兑换项目',
    '数量',
    '参与人',
    '积分',
    '金额（元）',
    '约定单价（元）',
    '到店另付（元）',
    '方式',
    '可信程度',
    '订单短码',
    '发起',
    '核销',
    '核销时间',
    '兑换编号',
    '同一兑换的其他行',
  ],
  en: [
    'No.',
    'Kind',
    'Time',
    'Offer',
    'Quantity',
    'Resident',
    'Points',
    'Yuan',
    'Agreed price (yuan)',
    'Paid at the till (yuan)',
    'Way',
    'Assurance',
    'Short code',
    'Started by',
    'Confirmed by',
    'Confirmed at',
    'Redemption',
    'Other lines of it',
  ],
};

export const ENTRY_COLUMNS: Readonly<Record<Language, readonly string[]>> = {
  zh: ['序号', '类别', '积分', '记账时间', '流水号', '哈希', '收据码', '是否在公布的账本指纹内', '指纹日期'],
  en: ['No.', 'Kind', 'Points', 'Recorded', 'Entry', 'Hash', 'Receipt code', 'Covered by a published digest', 'Day'],
};

export const HAPPENED_COLUMNS: Readonly<Record<Language, readonly string[]>> = {
  zh: ['序号', '事项', '数额', '经过', '提出或经办', '时间', '处理人', '处理时间', '处理意见'],
  en: ['No.', 'What', 'Amount', 'Account of it', 'By', 'At', 'Decided by', 'Decided at', 'Answer'],
};

export const VIA: Readonly<Record<EvidenceLine['redemption']['via'], Words>> = {
  resident_code: { zh: '扫居民积分码', en: "Resident's code scanned" },
  shop_poster: { zh: '居民扫商家码', en: "Shop's code scanned" },
  card: { zh: '居民卡加密码', en: 'Card with PIN' },
  officer: { zh: '社区代办', en: 'By an officer' },
  booking: { zh: '预约服务', en: 'Booked service' },
};

export const ASSURANCE: Readonly<Record<NonNullable<EvidenceLine['redemption']['assurance']>, Words>> = {
  card: { zh: '居民卡、代办', en: 'Card or officer' },
  poster: { zh: '扫商家码', en: "Shop's code" },
  code: { zh: '一次性积分码', en: 'One-time code' },
  pin: { zh: '手机加兑换密码', en: 'Phone with PIN' },
};

export const PART: Readonly<Record<EvidenceLine['redemption']['startedBy']['part'], Words>> = {
  resident: { zh: '居民本人', en: 'Resident' },
  cashier: { zh: '商家', en: 'Shop' },
  officer: { zh: '社区工作人员', en: 'Officer' },
  job: { zh: '系统', en: 'System' },
  other: { zh: '其他', en: 'Other' },
};

export const PROOF: Readonly<Record<EvidenceLine['entries'][number]['proof']['state'], Words>> = {
  covered: { zh: '是，附收据', en: 'Yes, receipt enclosed' },
  waiting: { zh: '尚未公布', en: 'Not published yet' },
  broken: { zh: '不一致！', en: 'DOES NOT AGREE' },
};

const ENTRY_KIND: Readonly<Record<string, Words>> = {
  capture: { zh: '兑换扣减', en: 'Redeemed' },
  refund: { zh: '退还积分', en: 'Refunded' },
  adjust: { zh: '退还到合并后的账户', en: 'Refunded to the joined account' },
};

export const entryKindOf = (kind: string, language: Language): string => ENTRY_KIND[kind]?.[language] ?? kind;

export const REFUND_STATE: Readonly<Record<EvidenceLine['refunds'][number]['state'], Words>> = {
  proposed: { zh: '退还（待另一人确认）', en: 'Refund, to be confirmed' },
  withdrawn: { zh: '退还（已撤回）', en: 'Refund, withdrawn' },
  lapsed: { zh: '退还（逾期未确认）', en: 'Refund, lapsed' },
  asked: { zh: '退还（办理中）', en: 'Refund, under way' },
  posted: { zh: '退还（已入账）', en: 'Refund, posted' },
  refused: { zh: '退还（未成功）', en: 'Refund, refused' },
};

export const DISPUTE_STATE: Readonly<Record<EvidenceLine['disputes'][number]['state'], Words>> = {
  open: { zh: '争议（待处理）', en: 'Dispute, open' },
  kept: { zh: '争议（维持原额）', en: 'Dispute, kept' },
  corrected: { zh: '争议（更正金额）', en: 'Dispute, corrected' },
  withdrawn: { zh: '争议（已撤回）', en: 'Dispute, withdrawn' },
};

export const MOVEMENT: Readonly<Record<EvidenceLine['movements'][number]['kind'], Words>> = {
  first: { zh: '库存：期初', en: 'Stock: first' },
  goods_in: { zh: '库存：进货', en: 'Stock: goods in' },
  donated: { zh: '库存：捐赠', en: 'Stock: donated' },
  loss: { zh: '库存：损耗', en: 'Stock: loss' },
  stocktake: { zh: '库存：盘点', en: 'Stock: stocktake' },
  redeemed: { zh: '库存：兑出', en: 'Stock: redeemed' },
  returned: { zh: '库存：退回', en: 'Stock: returned' },
};

/** How somebody with nothing but this file draws again and checks a receipt. */
export const README = `红色积分 · 结算单抽样核查证据 / Evidence of a sampled statement

evidence.xlsx     结算单的签字、结账与付款；样本每一行的兑换、账本流水、退还、争议与库存
receipts/         每条账本流水的收据，可在系统的“验证收据”页面或用 npm run receipt:check 核验
population.txt    结账时的全部明细：[行号, 类别, 毫秒时间, 积分, 分]，每行一条，不含个人信息

如何重新抽样：
1. population.txt 的 SHA-256 就是“明细指纹”（结账时已固定）。
2. 随机数 = SHA-256(JSON ["red-points-statement-sample",1,结算单编号,明细指纹,结账当天的账本指纹])，
   账本指纹由系统在次日零点后公开，结账的人当时无从知道。
3. 对每个行号计算 SHA-256(随机数 + 换行 + 行号)，从小到大取前若干行，即为样本。

To draw again: the SHA-256 of population.txt is the fingerprint that was fixed at closing. The seed is the SHA-256 of
the JSON text ["red-points-statement-sample",1,number,fingerprint,digest of the day of closing], without spaces. Rank
every line's id by SHA-256(seed, line feed, id) in lower-case hexadecimal and take the smallest.
`;
