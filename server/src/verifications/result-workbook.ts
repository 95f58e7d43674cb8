import type { BadRow, Language, Verification } from '@red-points/shared/contracts';
import { businessDate, formatTime } from '@red-points/shared/domain/calendar';
import { ABOUT_WORDS, BAD_WORDS } from '@red-points/shared/domain/verification';
import writeXlsxFile, { type SheetData } from 'write-excel-file/node';

/** Rows of one workbook; a ledger that is worse is read on the page or by the command. */
export const WORKBOOK_ROWS_MAX = 10_000;

const WORDS = {
  sheet: { zh: '账本核验结果', en: 'Verification' },
  title: { zh: '账本核验结果', en: 'Verification of the ledger' },
  by: { zh: '发起人', en: 'Asked for by' },
  itself: { zh: '系统每晚自动核验', en: 'The system, as every night' },
  from: { zh: '开始', en: 'Begun' },
  until: { zh: '完成', en: 'Finished' },
  transactions: { zh: '核验流水（条）', en: 'Entries verified' },
  accounts: { zh: '核验账户（个）', en: 'Accounts verified' },
  bad: { zh: '不符（处）', en: 'What does not hold' },
  digest: { zh: '账本指纹', en: 'Fingerprint' },
  allHolds: { zh: '全部相符。', en: 'Everything holds.' },
  columns: {
    zh: ['序号', '账户', '姓名', '第几笔', '问题', '说明', '涉及', '下一步', '代码'],
    en: ['No.', 'Account', 'Name', 'Entry', 'Problem', 'What was found', 'About', 'What to do', 'Code'],
  },
} as const;

const COLUMN_WIDTHS = [16, 40, 10, 10, 18, 48, 40, 60, 24];

/** The result of a verification for the files of an audit: what was verified, when, what was found, what to do. */
export function resultWorkbook(
  verification: Verification,
  rows: readonly BadRow[],
  language: Language,
): Promise<Buffer> {
  const { result } = verification;
  const fact = (words: { zh: string; en: string }, value: string | number) => [
    { value: words[language], type: String },
    typeof value === 'number' ? { value, type: Number } : { value, type: String },
  ];
  const data: SheetData = [
    [{ value: WORDS.title[language], type: String, fontWeight: 'bold', fontSize: 14 }],
    fact(WORDS.by, verification.requestedByName ?? WORDS.itself[language]),
    fact(WORDS.from, momentText(verification.startedAt)),
    fact(WORDS.until, momentText(verification.finishedAt)),
    fact(WORDS.transactions, result?.transactions ?? 0),
    fact(WORDS.accounts, result?.accounts ?? 0),
    fact(WORDS.bad, result?.bad ?? 0),
    fact(WORDS.digest, result?.digest ?? ''),
    [],
    ...(rows.length === 0
      ? [[{ value: WORDS.allHolds[language], type: String }]]
      : [
          WORDS.columns[language].map((value) => ({ value, type: String, fontWeight: 'bold' as const })),
          ...rows.map((row) => rowOf(row, language)),
        ]),
  ];
  const columns = COLUMN_WIDTHS.map((width) => ({ width }));
  return writeXlsxFile(data, { sheet: WORDS.sheet[language], columns }).toBuffer();
}

function rowOf(row: BadRow, language: Language): SheetData[number] {
  const words = BAD_WORDS[row.code][language];
  const about = row.about === null ? '' : `${ABOUT_WORDS[row.about.kind][language]} ${row.about.id}`;
  const text = (value: string) => ({ value, type: String, wrap: true });
  return [
    { value: row.position, type: Number },
    text(row.account),
    text(row.maskedName ?? ''),
    row.seq === 0 ? null : { value: row.seq, type: Number },
    text(words.title),
    text(words.what),
    text(about),
    text(words.todo),
    text(row.code),
  ];
}

/** `2026-11-23 12:00`, in the business time zone. */
function momentText(instant: string | null): string {
  if (instant === null) return '';
  const instantMs = Date.parse(instant);
  return `${businessDate(instantMs)} ${formatTime(instantMs)}`;
}
