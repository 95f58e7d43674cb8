import type { EvidenceLine } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { formatChange, formatNumber, formatYuan } from '../../../components/formatters.ts';
import { ScrollArea } from '../../../components/ScrollArea.tsx';
import { Fact } from './EvidenceHead.tsx';
import styles from './evidence.module.css';
import { stampOf } from './stamp.ts';

/** One sampled line with everything behind it, and room for what the auditor finds. */
export function EvidenceLineBlock({ evidence }: { evidence: EvidenceLine }) {
  const { t } = useTranslation(['settlementEvidence', 'settlements', 'consoleShops', 'common']);
  const { number, line, redemption } = evidence;
  const unit = t('unit.points', { ns: 'common' });
  return (
    <section className={styles['line']} aria-label={t('lineNumber', { number })}>
      <h2>
        <span className={styles['number']}>{number}</span>
        {`${line.offerTitle} × ${line.quantity}`}
        <small>{`${t(`kind.${line.kind}`, { ns: 'settlements' })} · ${line.maskedName}`}</small>
        <span className={styles['sums']}>
          {`${formatNumber(line.points)} ${unit} · ${t('yuan', { ns: 'settlements', yuan: formatYuan(line.fen) })}`}
        </span>
      </h2>
      <dl className={styles['facts']}>
        <Fact name={t('way')}>{t(`via.${redemption.via}`, { ns: 'consoleShops' })}</Fact>
        <Fact name={t('assurance')}>
          {redemption.assurance === null
            ? '—'
            : t(`settings.assurance.${redemption.assurance}`, { ns: 'consoleShops' })}
        </Fact>
        <Fact name={t('started')}>
          <DoneBy {...redemption.startedBy} /> {stampOf(redemption.startedAt)}
        </Fact>
        <Fact name={t('confirmed')}>
          {redemption.confirmedBy.map((who) => (
            <DoneBy key={`${who.part}${who.byName}`} {...who} />
          ))}{' '}
          {redemption.capturedAt === null ? '' : stampOf(redemption.capturedAt)}
        </Fact>
        <Fact name={t('agreed')}>
          {t('yuan', { ns: 'settlements', yuan: formatYuan(redemption.settlementFen) })}
          {redemption.remainderFen === 0 ? '' : ` · ${t('remainder', { yuan: formatYuan(redemption.remainderFen) })}`}
        </Fact>
        <Fact name={t('shortCode')}>{redemption.shortCode}</Fact>
      </dl>
      <Entries evidence={evidence} />
      <Happened evidence={evidence} />
      <p className={styles['finding']}>
        <span>{t('inOrder')}</span>
        <span>{t('notInOrder')}</span>
        <span className={styles['remark']}>{t('remark')}</span>
      </p>
    </section>
  );
}

function DoneBy({ part, byName }: EvidenceLine['redemption']['startedBy']) {
  const { t } = useTranslation('settlementEvidence');
  return <span>{byName === null ? t(`by.${part}`) : `${t(`by.${part}`)} ${byName}`}</span>;
}

function Entries({ evidence: { entries } }: { evidence: EvidenceLine }) {
  const { t } = useTranslation('settlementEvidence');
  return (
    <ScrollArea label={t('entry')} className={styles['scroll']}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('entry')}</th>
            <th scope="col">{t('points')}</th>
            <th scope="col">{t('recorded')}</th>
            <th scope="col">{t('receipt')}</th>
            <th scope="col">{t('proof')}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.entryId}>
              <td>{entryKindOf(entry.kind, t)}</td>
              <td>{formatChange(entry.points)}</td>
              <td>{stampOf(entry.recordedAt)}</td>
              <td>
                <code>{entry.proof.code}</code>
              </td>
              <td className={entry.proof.state === 'broken' ? styles['bad'] : undefined}>
                {t(`proofState.${entry.proof.state}`, { day: entry.proof.day ?? '' })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}

function entryKindOf(kind: string, t: ReturnType<typeof useTranslation<'settlementEvidence'>>['t']): string {
  if (kind === 'capture') return t('entryKind.capture');
  return kind === 'refund' ? t('entryKind.refund') : t('entryKind.adjust');
}

/** What happened to it besides: refunds, disputes, other lines, and the shelf. */
function Happened({ evidence }: { evidence: EvidenceLine }) {
  const { t } = useTranslation(['settlementEvidence', 'settlements', 'consoleShops']);
  const { refunds, disputes, otherLines, movements, stockCounted } = evidence;
  return (
    <ul className={styles['happened']}>
      {refunds.map((refund) => (
        <li key={`refund${refund.number}`}>
          {t('refund', {
            state: t(`refundState.${refund.state}`),
            points: refund.points,
            reason: refund.reason,
            name: refund.byName,
            moment: stampOf(refund.at),
          })}
          {refund.decidedByName === null
            ? ''
            : t('decided', {
                name: refund.decidedByName,
                moment: refund.decidedAt === null ? '' : stampOf(refund.decidedAt),
              })}
        </li>
      ))}
      {disputes.map((dispute) => (
        <li key={`${dispute.filedAt}${dispute.side}`}>
          {t('dispute', {
            side: t(`side.${dispute.side}`, { ns: 'settlements' }),
            state: t(`disputeState.${dispute.state}`),
            reason: dispute.reason,
            name: dispute.filedByName,
            moment: stampOf(dispute.filedAt),
          })}
          {dispute.answer === null ? '' : t('answered', { answer: dispute.answer, name: dispute.decidedByName ?? '—' })}
        </li>
      ))}
      {otherLines.map((other) => (
        <li key={other.lineId}>
          {t('otherLine', {
            kind: t(`kind.${other.kind}`, { ns: 'settlements' }),
            yuan: formatYuan(other.fen),
            number: other.settlementNumber ?? t('notSettled'),
          })}
        </li>
      ))}
      {movements.map((movement) => (
        <li key={movement.kind}>
          {t('movement', {
            kind: t(`movement.${movement.kind}`, { ns: 'consoleShops' }),
            change: formatChange(movement.change),
            moment: stampOf(movement.at),
          })}
        </li>
      ))}
      {stockCounted ? null : <li>{t('notCounted')}</li>}
    </ul>
  );
}
