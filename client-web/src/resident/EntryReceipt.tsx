import { digests } from '@red-points/shared/contracts';
import { Button } from 'antd-mobile';
import { useTranslation } from 'react-i18next';
import { checkAddress, saveReceipt } from '../features/receipts/handing-on.ts';
import { useReceipt } from '../features/receipts/use-receipt.ts';
import styles from './EntrySheet.module.css';

/** The receipt of an entry: to keep, and to be checked by anybody. */
export function EntryReceipt({ entryId }: { entryId: string }) {
  const { t } = useTranslation(['receipts', 'common']);
  const { receipt, sentence, isTrouble, retry } = useReceipt(digests.ownReceipt, entryId);
  return (
    <section className={styles.receipt} aria-label={t('title')}>
      <p className="small" role={isTrouble ? 'alert' : 'status'} data-trouble={isTrouble}>
        {sentence}
      </p>
      {isTrouble ? (
        <Button size="small" onClick={retry}>
          {t('action.retry', { ns: 'common' })}
        </Button>
      ) : null}
      {receipt === undefined ? null : (
        <div>
          <Button onClick={() => saveReceipt(receipt)}>{t('save')}</Button>
          <Button
            onClick={() => {
              window.open(checkAddress(receipt), '_blank', 'noopener');
            }}
          >
            {t('check')}
          </Button>
        </div>
      )}
    </section>
  );
}
