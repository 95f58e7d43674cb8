import type { LIMIT_PERIODS, Offer, OfferCategory } from '@red-points/shared/contracts';
import dayjs, { type Dayjs } from 'dayjs';
import { businessDate, instantOf } from '../../components/formatters.ts';

/** What the form of an offer holds: money in yuan, dates as the picker has them. */
export interface OfferValues {
  title?: string;
  kind?: Offer['kind'];
  category?: OfferCategory;
  description?: string;
  picture?: string;
  pictureId?: string | null;
  points?: number;
  remainderYuan?: number | null;
  payer?: Offer['payer'];
  settlementYuan?: number | null;
  voucherForm?: 'fixed' | 'percent';
  worthYuan?: number | null;
  percentOff?: number | null;
  worthMaxYuan?: number | null;
  billMinYuan?: number | null;
  stock?: number | null;
  perPersonMax?: number | null;
  every?: (typeof LIMIT_PERIODS)[number] | null;
  periodPersonMax?: number | null;
  periodTotalMax?: number | null;
  ageMin?: number | null;
  ageMax?: number | null;
  forUnits?: string[];
  validFrom?: Dayjs | null;
  validUntil?: Dayjs | null;
  active?: boolean;
}

const toFen = (yuan: number | null | undefined): number => Math.round((yuan ?? 0) * 100);
const toYuan = (fen: number | null | undefined): number | null => (fen == null ? null : fen / 100);

function voucherOf(values: OfferValues): unknown {
  if (values.kind !== 'voucher') return null;
  const billMinFen = toFen(values.billMinYuan);
  if (values.voucherForm === 'percent') {
    const worthMaxFen = values.worthMaxYuan == null ? null : toFen(values.worthMaxYuan);
    return { form: 'percent', percentOff: values.percentOff ?? undefined, worthMaxFen, billMinFen };
  }
  return { form: 'fixed', worthFen: values.worthYuan == null ? undefined : toFen(values.worthYuan), billMinFen };
}

/** What the endpoint takes of what the form holds. */
export function bodyOfValues(values: OfferValues): unknown {
  const { validFrom, validUntil, every, settlementYuan } = values;
  const isGiven = values.payer === 'shop';
  return {
    title: values.title,
    kind: values.kind,
    category: values.category,
    description: values.description,
    picture: values.picture,
    pictureId: values.pictureId ?? null,
    points: values.points,
    remainderFen: toFen(values.remainderYuan),
    payer: values.payer,
    settlementFen: isGiven ? 0 : settlementYuan == null ? undefined : toFen(settlementYuan),
    voucher: voucherOf(values),
    stock: values.stock ?? null,
    perPersonMax: values.perPersonMax ?? null,
    period:
      every == null
        ? null
        : { every, perPersonMax: values.periodPersonMax ?? null, totalMax: values.periodTotalMax ?? null },
    ageMin: values.ageMin ?? null,
    ageMax: values.ageMax ?? null,
    forUnits: values.forUnits ?? [],
    validFrom: validFrom == null ? undefined : instantOf(validFrom.format('YYYY-MM-DD'), '00:00'),
    validUntil: validUntil == null ? null : instantOf(validUntil.format('YYYY-MM-DD'), '23:59'),
    active: values.active,
  };
}

/** What the form begins with. */
export function startValues(from: Offer | 'new'): OfferValues {
  if (from === 'new')
    return {
      kind: 'goods',
      category: 'other',
      picture: 'voucher',
      pictureId: null,
      description: '',
      remainderYuan: 0,
      payer: 'community',
      voucherForm: 'fixed',
      billMinYuan: 0,
      forUnits: [],
      active: true,
      validFrom: dayjs(businessDate()),
    };
  const { voucher, period } = from;
  return {
    title: from.title,
    kind: from.kind,
    category: from.category,
    description: from.description,
    picture: from.picture,
    pictureId: from.pictureId,
    points: from.points,
    remainderYuan: from.remainderFen / 100,
    payer: from.payer,
    settlementYuan: from.settlementFen / 100,
    voucherForm: voucher?.form ?? 'fixed',
    worthYuan: voucher?.form === 'fixed' ? toYuan(voucher.worthFen) : null,
    percentOff: voucher?.form === 'percent' ? voucher.percentOff : null,
    worthMaxYuan: voucher?.form === 'percent' ? toYuan(voucher.worthMaxFen) : null,
    billMinYuan: toYuan(voucher?.billMinFen ?? 0),
    stock: from.stock,
    perPersonMax: from.perPersonMax,
    every: period?.every ?? null,
    periodPersonMax: period?.perPersonMax ?? null,
    periodTotalMax: period?.totalMax ?? null,
    ageMin: from.ageMin,
    ageMax: from.ageMax,
    forUnits: from.forUnits,
    validFrom: dayjs(businessDate(from.validFrom)),
    validUntil: from.validUntil === null ? null : dayjs(businessDate(from.validUntil)),
    active: from.active,
  };
}
