import { settlements } from '@red-points/shared/contracts';
import { SIGNATURE_PARTS } from '@red-points/shared/domain/settlements';
import { useParams } from '@tanstack/react-router';
import { Button, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { useList, useRead } from '../../api/index.ts';
import { formatMoment, formatNumber, formatYuan, withLabel } from '../../components/formatters.ts';
import { PageTrouble } from '../components/Trouble.tsx';
import frame from '../print/passbook.module.css';
import styles from '../print/settlement.module.css';

/** 结算单 on A4: head, every line, the sums, and room for three signatures and the shop's. */
export function SettlementPrintPage() {
  const { t } = useTranslation(['settlements', 'consolePrint']);
  const { settlementId = '' } = useParams({ strict: false }) as { settlementId?: string };
  const params = { settlementId };
  const read = useRead(settlements.get, { params }, { enabled: settlementId !== '' });
  const list = useList(
    settlements.lines,
    { params, query: { limit: 200 } },
    { enabled: settlementId !== '', staleMs: 0 },
  );
  const error = read.error ?? list.error;
  if (error !== null) {
    return <PageTrouble error={error} onRetry={() => void Promise.all([read.refetch(), list.refetch()])} />;
  }
  const settlement = read.data;
  if (settlement === undefined || list.isPending) return <Spin fullscreen />;
  const { totals, payer, signatures, fingerprint, closed } = settlement;
  return (
    <main className={frame['desk']}>
      <div className={`${frame['tools'] ?? ''} no-print`}>
        {list.hasNextPage ? (
          <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('lines.more')}
          </Button>
        ) : null}
        <Button onClick={() => window.close()}>{t('close', { ns: 'consolePrint' })}</Button>
        <Button type="primary" onClick={() => window.print()}>
          {t('print', { ns: 'consolePrint' })}
        </Button>
      </div>
      <article className={`paper ${styles['sheet']}`}>
        <h1>{t('paper.title')}</h1>
        <dl className={styles['head']}>
          <dt>{t('paper.shop')}</dt>
          <dd>{settlement.shopName}</dd>
          <dt>{t('paper.number')}</dt>
          <dd>{settlement.number}</dd>
          <dt>{t('paper.payer')}</dt>
          <dd>{`${payer.unitName} ${t(`payerKind.${payer.kind}`)}`}</dd>
          <dt>{t('paper.until')}</dt>
          <dd>{settlement.until}</dd>
        </dl>
        <table>
          <thead>
            <tr>
              <th scope="col">#</th>
              <th scope="col">{t('column.time')}</th>
              <th scope="col">{t('column.what')}</th>
              <th scope="col">{t('column.person')}</th>
              <th scope="col">{t('column.points')}</th>
              <th scope="col">{t('column.fen')}</th>
            </tr>
          </thead>
          <tbody>
            {list.items.map((line, at) => (
              <tr key={line.lineId}>
                <td>{at + 1}</td>
                <td>{formatMoment(line.at)}</td>
                <td>
                  {line.kind === 'redemption'
                    ? `${line.offerTitle} × ${line.quantity}`
                    : withLabel(t(`kind.${line.kind}`), `${line.offerTitle} × ${line.quantity}`)}
                </td>
                <td>{line.maskedName}</td>
                <td>{formatNumber(line.points)}</td>
                <td>{formatYuan(line.fen)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={4}>
                {t('paper.total')}
              </th>
              <td>{formatNumber(totals.points)}</td>
              <td>{formatYuan(totals.fen)}</td>
            </tr>
          </tfoot>
        </table>
        <p>
          {t('paper.sum', { lines: totals.lines, points: formatNumber(totals.points), yuan: formatYuan(totals.fen) })}
          {list.items.length < totals.lines
            ? ` · ${t('paper.shown', { shown: list.items.length, lines: totals.lines })}`
            : ''}
        </p>
        <div className={styles['signs']}>
          {SIGNATURE_PARTS.map((part) => {
            const signature = signatures.find((one) => one.part === part);
            return (
              <div key={part}>
                <b>{t(`part.${part}`)}</b>
                <span>{signature?.byName ?? ''}</span>
                <small>{signature === undefined ? '' : formatMoment(signature.at)}</small>
              </div>
            );
          })}
          <div>
            <b>{t('paper.shopSign')}</b>
            <span />
            <small>{t('paper.date')}</small>
          </div>
        </div>
        <p className={styles['foot']}>
          {closed === null ? t('paper.draft') : `${t('paper.fingerprint')} ${fingerprint ?? ''}`}
        </p>
      </article>
    </main>
  );
}
