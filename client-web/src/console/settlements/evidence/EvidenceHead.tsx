import type { SettlementEvidence } from '@red-points/shared/contracts';
import { SIGNATURE_PARTS } from '@red-points/shared/domain/settlements';
import { useTranslation } from 'react-i18next';
import { formatNumber, formatYuan } from '../../../components/formatters.ts';
import styles from './evidence.module.css';
import { stampOf } from './stamp.ts';

/** The statement, who signed, closed and paid it, and what the sample was drawn by. */
export function EvidenceHead({ evidence: { settlement, sample } }: { evidence: SettlementEvidence }) {
  const { t } = useTranslation(['settlementEvidence', 'settlements']);
  const { payer, totals, signatures, closingProposed, closed, payout } = settlement;
  const acts = [
    ...SIGNATURE_PARTS.map((part) => ({
      name: t(`part.${part}`, { ns: 'settlements' }),
      act: signatures.find((signature) => signature.part === part) ?? null,
    })),
    { name: t('act.proposed'), act: closingProposed },
    { name: t('act.closed'), act: closed },
    { name: t('act.paid'), act: payout },
  ];
  return (
    <>
      <dl className={styles['facts']}>
        <Fact name={t('paper.number', { ns: 'settlements' })}>{settlement.number}</Fact>
        <Fact name={t('paper.shop', { ns: 'settlements' })}>{settlement.shopName}</Fact>
        <Fact name={t('paper.payer', { ns: 'settlements' })}>
          {`${payer.unitName} ${t(`payerKind.${payer.kind}`, { ns: 'settlements' })}`}
        </Fact>
        <Fact name={t('paper.until', { ns: 'settlements' })}>{settlement.until}</Fact>
        <Fact name={t('paper.total', { ns: 'settlements' })} wide>
          {t('paper.sum', {
            ns: 'settlements',
            lines: totals.lines,
            points: formatNumber(totals.points),
            yuan: formatYuan(totals.fen),
          })}
        </Fact>
      </dl>
      <ul className={styles['acts']} aria-label={t('acts')}>
        {acts.map(({ name, act }) => (
          <li key={name}>
            <small>{name}</small>
            <b>{act?.byName ?? '—'}</b>
            <small>{act === null ? '' : stampOf(act.at)}</small>
          </li>
        ))}
      </ul>
      {payout === null ? null : (
        <p>
          {t('pay.line', {
            ns: 'settlements',
            date: payout.paidOn,
            method: payout.method,
            reference: payout.reference,
            invoice: payout.invoice === '' ? t('pay.noInvoice', { ns: 'settlements' }) : payout.invoice,
            name: payout.byName,
          })}
        </p>
      )}
      <section className={styles['drawn']}>
        <h2>{t('drawn', { size: sample.size, population: sample.population })}</h2>
        <p>{t('how', { day: sample.seedDay })}</p>
        <dl className={styles['hashes']}>
          <Fact name={t('paper.fingerprint', { ns: 'settlements' })} wide>
            <code>{sample.fingerprint}</code> <Verdict holds={sample.fingerprintHolds} />
          </Fact>
          <Fact name={t('digest', { day: sample.seedDay })} wide>
            <code>{sample.digest}</code>
          </Fact>
          <Fact name={t('seed')} wide>
            <code>{sample.seed}</code>
          </Fact>
        </dl>
      </section>
    </>
  );
}

function Verdict({ holds }: { holds: boolean }) {
  const { t } = useTranslation('settlementEvidence');
  return <b className={holds ? styles['good'] : styles['bad']}>{t(holds ? 'holds' : 'changed')}</b>;
}

interface FactProps {
  name: string;
  wide?: boolean;
  children: React.ReactNode;
}

export function Fact({ name, wide = false, children }: FactProps) {
  return (
    <div className={wide ? styles['wide'] : undefined}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
