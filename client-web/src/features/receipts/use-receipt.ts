import type { digests } from '@red-points/shared/contracts';
import type { Receipt } from '@red-points/shared/domain/digests';
import { useTranslation } from 'react-i18next';
import { messageOf, useRead } from '../../api/index.ts';
import { serverNowMs } from '../../components/clock.ts';
import { formatDate, formatShortMoment } from '../../components/formatters.ts';

export interface ReceiptState {
  /** Absent while it is read, where there is none yet, and where it could not be read. */
  readonly receipt?: Receipt;
  /** What is to be said of it. */
  readonly sentence: string;
  /** Something is wrong with it, or it could not be read. */
  readonly isTrouble: boolean;
  retry(): void;
}

/** The receipt of an entry, or when there will be one, in words. */
export function useReceipt(
  endpoint: typeof digests.ownReceipt | typeof digests.receipt,
  entryId: string,
): ReceiptState {
  const { t } = useTranslation(['receipts', 'common']);
  const read = useRead(endpoint, { params: { entryId } });
  const retry = (): void => void read.refetch();
  if (read.error !== null) return { sentence: messageOf(read.error), isTrouble: true, retry };
  if (read.data === undefined) return { sentence: t('state.loading', { ns: 'common' }), isTrouble: false, retry };
  if (read.data.state === 'ready') {
    const { receipt } = read.data;
    const day = formatDate(receipt.digest.day);
    return { receipt, sentence: t('ready', { day }), isTrouble: false, retry };
  }
  const { day, dueAt } = read.data;
  const isLate = Date.parse(dueAt) <= serverNowMs();
  const sentence = isLate ? t('late') : t('waiting', { day: formatDate(day), moment: formatShortMoment(dueAt) });
  return { sentence, isTrouble: false, retry };
}
