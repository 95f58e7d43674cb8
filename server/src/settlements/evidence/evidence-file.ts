import type { EvidenceLine, Language } from '@red-points/shared/contracts';
import { businessDate, formatTime } from '@red-points/shared/domain/calendar';
import { yuanText } from '@red-points/shared/domain/settlements';
import { strToU8, type Zippable, zip } from 'fflate';
import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import { textCell } from '../../platform/spreadsheet.ts';
import { LINE_KIND_WORDS, PAYER_KIND_WORDS } from '../workbook.ts';
import type { EvidencePack } from './read-evidence.ts';
import {
  ASSURANCE,
  DISPUTE_STATE,
  ENTRY_COLUMNS,
  entryKindOf,
  HAPPENED_COLUMNS,
  LINE_COLUMNS,
  MOVEMENT,
  PART,
  PROOF,
  README,
  REFUND_STATE,
  VIA,
  WORDS,
} from './words.ts';

/** One zip: the workbook, the receipts, and what the sample was drawn from, so that it can be drawn and checked elsewhere. */
export async function evidenceFile(pack: EvidencePack, language: Language): Promise<Buffer> {
  const files: Zippable = {
    'README.txt': strToU8(README),
    'evidence.xlsx': new Uint8Array(await evidenceWorkbook(pack, language)),
    'population.txt': strToU8(pack.population.map((line) => `${line}\n`).join('')),
  };
  for (const { lineNumber, code, receipt } of pack.receipts) {
    const name = `receipts/${String(lineNumber).padStart(2, '0')}-${code.replaceAll(/\W+/g, '')}.json`;
    files[name] = strToU8(`${JSON.stringify(receipt, null, 2)}\n`);
  }
  return new Promise((resolve, reject) => {
    zip(files, (error, bytes) => (error === null ? resolve(Buffer.from(bytes)) : reject(error)));
  });
}

const yuan = (fen: number) => ({ value: fen / 100, type: Number, format: '#,##0.00' });
const number = (value: number) => ({ value, type: Number });
const moment = (instant: string | null): string => {
  if (instant === null) return '';
  const instantMs = Date.parse(instant);
  return `${businessDate(instantMs)} ${formatTime(instantMs)}`;
};

function evidenceWorkbook({ evidence }: EvidencePack, language: Language): Promise<Buffer> {
  const { lines } = evidence;
  const titles = (columns: Readonly<Record<Language, readonly string[]>>): SheetData[number] =>
    columns[language].map((value) => ({ value, type: String, fontWeight: 'bold' as const }));
  const widths = (...all: number[]) => all.map((width) => ({ width }));
  return writeXlsxFile([
    { data: coverOf(evidence, language), sheet: WORDS.cover[language], columns: widths(24, 80) },
    {
      data: [titles(LINE_COLUMNS), ...lines.map((line) => lineRow(line, language))],
      sheet: WORDS.lines[language],
      columns: widths(6, 8, 17, 28, 8, 12, 10, 12, 14, 14, 16, 16, 10, 22, 22, 17, 28, 46),
      stickyRowsCount: 1,
    },
    {
      data: [titles(ENTRY_COLUMNS), ...lines.flatMap((line) => entryRows(line, language))],
      sheet: WORDS.entries[language],
      columns: widths(6, 18, 10, 17, 50, 68, 14, 24, 12),
      stickyRowsCount: 1,
    },
    {
      data: [titles(HAPPENED_COLUMNS), ...lines.flatMap((line) => happenedRows(line, language))],
      sheet: WORDS.happened[language],
      columns: widths(6, 22, 12, 40, 20, 17, 20, 17, 40),
      stickyRowsCount: 1,
    },
  ]).toBuffer();
}

function coverOf({ settlement, sample }: EvidencePack['evidence'], language: Language): SheetData {
  const { totals, payer, signatures, closed, closingProposed, payout } = settlement;
  const row = (word: keyof typeof WORDS, text: string) => [
    { value: WORDS[word][language], type: String },
    textCell(text),
  ];
  const act = (done: { byName: string; at: string } | null | undefined) =>
    done === null || done === undefined ? '' : `${done.byName} ${moment(done.at)}`;
  const signed = (part: (typeof signatures)[number]['part']) => act(signatures.find((one) => one.part === part));
  const paid = (payment: NonNullable<typeof payout>) =>
    `${payment.paidOn} ${payment.method} ${payment.reference} ${yuanText(payment.amountFen)} · ${act(payment)}`;
  const drawn = WORDS.of[language]
    .replace('{size}', String(sample.size))
    .replace('{population}', String(sample.population));
  return [
    [{ value: WORDS.title[language], type: String, fontWeight: 'bold', fontSize: 14 }],
    row('number', settlement.number),
    row('shop', settlement.shopName),
    row('payer', `${payer.unitName} ${PAYER_KIND_WORDS[payer.kind][language]}`),
    row('until', settlement.until),
    row('points', String(totals.points)),
    row('total', yuanText(totals.fen)),
    [],
    row('handler', signed('handler')),
    row('witness', signed('witness')),
    row('approver', signed('approver')),
    row('proposed', act(closingProposed)),
    row('closed', act(closed)),
    row('payout', payout === null ? '' : paid(payout)),
    row('invoice', payout?.invoice ?? ''),
    [],
    row('fingerprint', sample.fingerprint),
    row('holds', WORDS[sample.fingerprintHolds ? 'same' : 'changed'][language]),
    row('drawn', drawn),
    row('seedDay', sample.seedDay),
    row('digest', sample.digest),
    row('seed', sample.seed),
  ];
}

function lineRow({ number: place, line, redemption, otherLines }: EvidenceLine, language: Language): SheetData[number] {
  const by = ({ part, byName }: EvidenceLine['redemption']['startedBy']) =>
    byName === null ? PART[part][language] : `${PART[part][language]} ${byName}`;
  const { assurance } = redemption;
  const others = otherLines.map(
    ({ kind, fen, settlementNumber }) =>
      `${LINE_KIND_WORDS[kind][language]} ${yuanText(fen)} ${settlementNumber ?? '—'}`,
  );
  return [
    number(place),
    textCell(LINE_KIND_WORDS[line.kind][language]),
    textCell(moment(line.at)),
    textCell(line.offerTitle),
    number(line.quantity),
    textCell(line.maskedName),
    number(line.points),
    yuan(line.fen),
    yuan(redemption.settlementFen),
    yuan(redemption.remainderFen),
    textCell(VIA[redemption.via][language]),
    textCell(assurance === null ? '' : ASSURANCE[assurance][language]),
    textCell(redemption.shortCode),
    textCell(by(redemption.startedBy)),
    textCell(redemption.confirmedBy.map(by).join('、')),
    textCell(moment(redemption.capturedAt)),
    textCell(line.redemptionId),
    textCell(others.join('；')),
  ];
}

function entryRows({ number: place, entries }: EvidenceLine, language: Language): SheetData {
  return entries.map(({ entryId, kind, points, recordedAt, hash, proof }) => [
    number(place),
    textCell(entryKindOf(kind, language)),
    number(points),
    textCell(moment(recordedAt)),
    textCell(entryId),
    textCell(hash),
    textCell(proof.code),
    textCell(PROOF[proof.state][language]),
    textCell(proof.day ?? ''),
  ]);
}

/** What happened to a redemption after it: refunds, disputes and the shelf, one row each. */
function happenedRows({ number: place, refunds, disputes, movements }: EvidenceLine, language: Language): SheetData {
  return [
    ...refunds.map((refund) => [
      number(place),
      textCell(REFUND_STATE[refund.state][language]),
      number(refund.points),
      textCell(refund.reason),
      textCell(refund.byName),
      textCell(moment(refund.at)),
      textCell(refund.decidedByName ?? ''),
      textCell(moment(refund.decidedAt)),
      null,
    ]),
    ...disputes.map((dispute) => [
      number(place),
      textCell(DISPUTE_STATE[dispute.state][language]),
      dispute.correctionFen === null ? null : yuan(dispute.correctionFen),
      textCell(dispute.reason),
      textCell(dispute.filedByName),
      textCell(moment(dispute.filedAt)),
      textCell(dispute.decidedByName ?? ''),
      textCell(moment(dispute.decidedAt)),
      textCell(dispute.answer ?? ''),
    ]),
    ...movements.map((movement) => [
      number(place),
      textCell(MOVEMENT[movement.kind][language]),
      number(movement.change),
      null,
      null,
      textCell(moment(movement.at)),
      null,
      null,
      null,
    ]),
  ];
}
