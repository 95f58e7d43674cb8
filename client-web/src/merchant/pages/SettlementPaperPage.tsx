import { type Settlement, type SettlementLine, settlements } from '@red-points/shared/contracts';
import { SIGNATURE_PARTS } from '@red-points/shared/domain/settlements';
import { Button } from 'antd-mobile';
import { useTranslation } from 'react-i18next';
import { useList, useRead } from '../../api/index.ts';
import { formatMoment, formatNumber, formatShortMoment, formatYuan, withLabel } from '../../components/formatters.ts';
import { MoreButton } from '../../phone/components/MoreButton.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Trouble, Waiting } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import { settlementPaperRoute } from '../router.tsx';
import paper from './paper.module.css';
import styles from './SettlementPaperPage.module.css';

/** A statement as paper: head, every line, the sums, the three signatures and the fingerprint; printed from the phone. */
export function SettlementPaperPage() {
  const { t } = useTranslation(['settlements', 'shopOrders']);
  const back = useBack();
  const { settlementId } = settlementPaperRoute.useParams();
  const params = { settlementId };
  const read = useRead(settlements.get, { params }, { staleMs: 0 });
  const list = useList(settlements.lines, { params, query: { limit: 200 } }, { staleMs: 0 });
  const error = read.error ?? list.error;
  const isRead = read.data !== undefined && !list.isPending;
  return (
    <PhonePage
      title={t('paper.title')}
      onBack={back}
      bottom={
        <Button block disabled={!isRead} onClick={() => window.print()}>
          {t('papers.print', { ns: 'shopOrders' })}
        </Button>
      }
    >
      {error !== null && !isRead ? (
        <Trouble error={error} onRetry={() => void Promise.all([read.refetch(), list.refetch()])} />
      ) : isRead && read.data !== undefined ? (
        <Paper settlement={read.data} lines={list.items} />
      ) : (
        <Waiting rows={8} />
      )}
      <MoreButton list={list} />
    </PhonePage>
  );
}

function Paper({ settlement, lines }: { settlement: Settlement; lines: readonly SettlementLine[] }) {
  const { t } = useTranslation('settlements');
  const { totals, payer, signatures, fingerprint, closed, number, shopName, until } = settlement;
  const sums = { lines: totals.lines, points: formatNumber(totals.points), yuan: formatYuan(totals.fen) };
  return (
    <article className={`${paper.paper} ${styles.sheet}`}>
      <h2>{t('paper.title')}</h2>
      <dl>
        <dt>{t('paper.shop')}</dt>
        <dd>{shopName}</dd>
        <dt>{t('paper.number')}</dt>
        <dd>{number}</dd>
        <dt>{t('paper.payer')}</dt>
        <dd>{`${payer.unitName} ${t(`payerKind.${payer.kind}`)}`}</dd>
        <dt>{t('paper.until')}</dt>
        <dd>{until}</dd>
      </dl>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('column.time')}</th>
            <th scope="col">{t('column.what')}</th>
            <th scope="col">{t('column.points')}</th>
            <th scope="col">{t('column.fen')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.lineId}>
              <td>{formatShortMoment(line.at)}</td>
              <td>
                {line.kind === 'redemption'
                  ? `${line.offerTitle} × ${line.quantity}`
                  : withLabel(t(`kind.${line.kind}`), `${line.offerTitle} × ${line.quantity}`)}
                <br />
                <small>{line.maskedName}</small>
              </td>
              <td>{formatNumber(line.points)}</td>
              <td>{formatYuan(line.fen)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={2}>
              {t('paper.total')}
            </th>
            <td>{sums.points}</td>
            <td>{sums.yuan}</td>
          </tr>
        </tfoot>
      </table>
      <p>
        {t('paper.sum', sums)}
        {lines.length < totals.lines ? ` · ${t('paper.shown', { shown: lines.length, lines: totals.lines })}` : ''}
      </p>
      <div className={styles.signs}>
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
      <p className={styles.foot}>
        {closed === null ? t('paper.draft') : `${t('paper.fingerprint')} ${fingerprint ?? ''}`}
      </p>
    </article>
  );
}
