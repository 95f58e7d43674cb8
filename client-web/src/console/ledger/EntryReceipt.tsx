import DownloadOutlined from '@ant-design/icons-svg/es/asn/DownloadOutlined';
import SafetyCertificateOutlined from '@ant-design/icons-svg/es/asn/SafetyCertificateOutlined';
import { digests } from '@red-points/shared/contracts';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/icons.tsx';
import { checkAddress, saveReceipt } from '../../features/receipts/handing-on.ts';
import { useReceipt } from '../../features/receipts/use-receipt.ts';
import styles from './EntryDrawer.module.css';

/** The receipt of an entry: to hand to its owner, and to be checked by anybody. */
export function EntryReceipt({ entryId }: { entryId: string }) {
  const { t } = useTranslation(['receipts', 'common']);
  const { receipt, sentence, isTrouble, retry } = useReceipt(digests.receipt, entryId);
  return (
    <section className={styles['part']}>
      <h3>{t('title')}</h3>
      <p className={isTrouble ? styles['trouble'] : 'quiet'} role={isTrouble ? 'alert' : 'status'}>
        {sentence}
      </p>
      {isTrouble ? <Button onClick={retry}>{t('action.retry', { ns: 'common' })}</Button> : null}
      {receipt === undefined ? null : (
        <p className={styles['actions']}>
          <Button icon={<Icon of={DownloadOutlined} />} onClick={() => saveReceipt(receipt)}>
            {t('save')}
          </Button>
          <Button icon={<Icon of={SafetyCertificateOutlined} />} href={checkAddress(receipt)} target="_blank">
            {t('check')}
          </Button>
        </p>
      )}
    </section>
  );
}
