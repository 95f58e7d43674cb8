import { cards } from '@red-points/shared/contracts';
import { useParams } from '@tanstack/react-router';
import { Button, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { useChange, useRead } from '../../api/index.ts';
import { formatShortDay } from '../../components/formatters.ts';
import { Logo } from '../../components/icons.tsx';
import { QrCode } from '../../components/QrCode.tsx';
import { PageTrouble, Trouble } from '../components/Trouble.tsx';
import styles from '../print/card.module.css';

/** The card of somebody without a phone, at the size of a bank card. It names nobody but by the first letter. */
export function CardPrintPage() {
  const { t } = useTranslation(['consoleDisplays', 'consolePrint', 'common']);
  const { personId = '' } = useParams({ strict: false }) as { personId?: string };
  const read = useRead(cards.get, { params: { personId } }, { enabled: personId !== '' });
  const issue = useChange(cards.issue, { changes: [cards.get] });
  if (read.error !== null) return <PageTrouble error={read.error} onRetry={() => void read.refetch()} />;
  if (read.data === undefined) return <Spin fullscreen />;
  const { card } = read.data;
  return (
    <main className={styles['desk']}>
      <div className={`${styles['tools'] ?? ''} no-print`}>
        <span className="quiet">{t('card.hint')}</span>
        <Button onClick={() => window.close()}>{t('close', { ns: 'consolePrint' })}</Button>
        <Button type="primary" disabled={card === null} onClick={() => window.print()}>
          {t('print', { ns: 'consolePrint' })}
        </Button>
      </div>
      {card === null ? (
        <>
          <p>{t('card.none')}</p>
          {issue.error === null ? null : <Trouble error={issue.error} />}
          <Button type="primary" loading={issue.isPending} onClick={() => issue.mutate({ params: { personId } })}>
            {t('card.issue')}
          </Button>
        </>
      ) : (
        <article className={`paper ${styles['card']}`}>
          <header>
            <Logo size={20} />
            <b>{t('brand', { ns: 'common' })}</b>
            <span>{t('card.title')}</span>
          </header>
          <div className={styles['code']}>
            <QrCode text={card.codeUrl} errorCorrection="Q" label={t('card.code')} />
          </div>
          <div className={styles['words']}>
            <b>{card.maskedName}</b>
            <span>{card.unitName}</span>
            <small>{t('card.how')}</small>
            <small>{t('card.number', { serial: card.serial, date: formatShortDay(card.issuedAt) })}</small>
          </div>
        </article>
      )}
    </main>
  );
}
