import { type Language, type Settlement, type SettlementLine, WORKBOOK_LINES } from '@red-points/shared/contracts';
import { businessDate, formatTime } from '@red-points/shared/domain/calendar';
import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import { textCell } from '../platform/spreadsheet.ts';

const WORDS = {
  sheet: { zh: '结算单', en: 'Statement' },
  title: { zh: '积分兑换结算单', en: 'Statement of redemptions' },
  number: { zh: '编号', en: 'Number' },
  shop: { zh: '商家', en: 'Shop' },
  payer: { zh: '付款方', en: 'Payer' },
  until: { zh: '结算至', en: 'Covers up to' },
  state: { zh: '状态', en: 'State' },
  lines: { zh: '明细（行）', en: 'Lines' },
  points: { zh: '积分合计', en: 'Points' },
  fen: { zh: '金额合计（元）', en: 'Total (yuan)' },
  handler: { zh: '经手', en: 'Handled by' },
  witness: { zh: '证明', en: 'Witnessed by' },
  approver: { zh: '审批', en: 'Approved by' },
  closed: { zh: '结账', en: 'Closed by' },
  payout: { zh: '付款凭证', en: 'Payment' },
  invoice: { zh: '发票号', en: 'Invoice' },
  fingerprint: { zh: '明细指纹', en: 'Fingerprint of the lines' },
  part: { zh: '本文件', en: 'This file' },
  partOf: { zh: '明细第 {part} 份，共 {parts} 份', en: 'Lines, part {part} of {parts}' },
  columns: {
    zh: ['序号', '时间', '类别', '兑换项目', '数量', '参与人', '积分', '金额（元）', '兑换编号', '账本流水'],
    en: ['No.', 'Time', 'Kind', 'Offer', 'Quantity', 'Resident', 'Points', 'Yuan', 'Redemption', 'Ledger entry'],
  },
} as const;

export const STATE_WORDS: Readonly<Record<Settlement['state'], Record<Language, string>>> = {
  gathering: { zh: '整理中', en: 'Being put together' },
  draft: { zh: '待签字结账', en: 'To be signed' },
  cancelling: { zh: '撤销中', en: 'Being cancelled' },
  cancelled: { zh: '已撤销', en: 'Cancelled' },
  closed: { zh: '已结账，待付款', en: 'Closed, to be paid' },
  paid: { zh: '已付款', en: 'Paid' },
};

export const LINE_KIND_WORDS: Readonly<Record<SettlementLine['kind'], Record<Language, string>>> = {
  redemption: { zh: '兑换', en: 'Redemption' },
  refund: { zh: '退还', en: 'Refund' },
  correction: { zh: '更正', en: 'Correction' },
};

export const PAYER_KIND_WORDS: Readonly<Record<Settlement['payer']['kind'], Record<Language, string>>> = {
  community: { zh: '社区资金', en: 'Community fund' },
  district: { zh: '区级资金', en: 'District fund' },
  shop: { zh: '商家自担', en: 'The shop itself' },
};

const COLUMN_WIDTHS = [16, 20, 8, 30, 8, 12, 10, 12, 26, 50];
const YUAN_FORMAT = '#,##0.00';

const yuanCell = (fen: number) => ({ value: fen / 100, type: Number, format: YUAN_FORMAT });

/** Which of the workbooks of a statement this is, from 1. */
interface Part {
  readonly part: number;
  readonly parts: number;
}

/** A statement for the shop and for the books: the paper's head, who signed, and every line of the part. */
export function settlementWorkbook(
  settlement: Settlement,
  lines: readonly SettlementLine[],
  language: Language,
  { part, parts }: Part,
): Promise<Buffer> {
  const first = (part - 1) * WORKBOOK_LINES;
  const partWords = WORDS.partOf[language].replace('{part}', String(part)).replace('{parts}', String(parts));
  const data: SheetData = [
    [{ value: WORDS.title[language], type: String, fontWeight: 'bold', fontSize: 14 }],
    ...headOf(settlement, language),
    ...(parts === 1 ? [] : [[{ value: WORDS.part[language], type: String }, textCell(partWords)]]),
    [],
    WORDS.columns[language].map((value) => ({ value, type: String, fontWeight: 'bold' as const })),
    ...lines.map((line, index) => lineOf(line, first + index, language)),
  ];
  const columns = COLUMN_WIDTHS.map((width) => ({ width }));
  return writeXlsxFile(data, { sheet: WORDS.sheet[language], columns }).toBuffer();
}

function headOf(settlement: Settlement, language: Language): SheetData {
  const { totals, payer, signatures, closed, payout } = settlement;
  const word = (words: Record<Language, string>) => ({ value: words[language], type: String });
  const signed = (part: (typeof signatures)[number]['part']) => {
    const signature = signatures.find((one) => one.part === part);
    return textCell(signature === undefined ? '' : `${signature.byName} ${momentText(signature.at)}`);
  };
  return [
    [word(WORDS.number), textCell(settlement.number)],
    [word(WORDS.shop), textCell(settlement.shopName)],
    [word(WORDS.payer), textCell(`${payer.unitName} ${PAYER_KIND_WORDS[payer.kind][language]}`)],
    [word(WORDS.until), textCell(settlement.until)],
    [word(WORDS.state), textCell(STATE_WORDS[settlement.state][language])],
    [word(WORDS.lines), { value: totals.lines, type: Number }],
    [word(WORDS.points), { value: totals.points, type: Number }],
    [word(WORDS.fen), yuanCell(totals.fen)],
    [word(WORDS.handler), signed('handler')],
    [word(WORDS.witness), signed('witness')],
    [word(WORDS.approver), signed('approver')],
    [word(WORDS.closed), textCell(closed === null ? '' : `${closed.byName} ${momentText(closed.at)}`)],
    [word(WORDS.payout), textCell(payout === null ? '' : `${payout.paidOn} ${payout.method} ${payout.reference}`)],
    [word(WORDS.invoice), textCell(payout?.invoice ?? '')],
    [word(WORDS.fingerprint), textCell(settlement.fingerprint ?? '')],
  ];
}

function lineOf(line: SettlementLine, index: number, language: Language): SheetData[number] {
  return [
    { value: index + 1, type: Number },
    textCell(momentText(line.at)),
    textCell(LINE_KIND_WORDS[line.kind][language]),
    textCell(line.offerTitle),
    { value: line.quantity, type: Number },
    textCell(line.maskedName),
    { value: line.points, type: Number },
    yuanCell(line.fen),
    textCell(line.redemptionId),
    textCell(line.entryId ?? ''),
  ];
}

/** `2026-11-23 12:00`, in the business time zone. */
function momentText(instant: string): string {
  const instantMs = Date.parse(instant);
  return `${businessDate(instantMs)} ${formatTime(instantMs)}`;
}
