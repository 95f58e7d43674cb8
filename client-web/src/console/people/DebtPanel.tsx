import ExclamationCircleOutlined from '@ant-design/icons-svg/es/asn/ExclamationCircleOutlined';
import type { people, StatementLine } from '@red-points/shared/contracts';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { CallAnswer } from '../../api/index.ts';
import { formatShortDay } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import styles from './DebtPanel.module.css';

type Account = CallAnswer<typeof people.get>['account'];

/** 欠分: how much this account owes and which corrections it comes from, each a way to its entry. Absent without a debt. */
export function DebtPanel({ account }: { account: Account }) {
  const { t } = useTranslation('debt');
  if (account.owed === 0) return null;
  return (
    <section className={styles['panel']} aria-label={t('label')}>
      <Icon of={ExclamationCircleOutlined} size={16} />
      <div>
        <b>{t('banner', { points: account.owed })}</b>
        <p className="small">{t('leadStaff')}</p>
        <ul>
          {account.debts.map(({ left, entry }) => (
            <li key={entry.entryId}>
              <Link to="/transactions" search={{ open: entry.entryId }} className="link">
                {entry.title}
              </Link>
              <span className="small">
                {t('part', { date: formatShortDay(entry.recordedAt), points: entry.owedChange })}
              </span>
              <b>{t('left', { points: left })}</b>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

/** What an entry did to a debt, in words. */
export function OwedWords({ entry }: { entry: Pick<StatementLine, 'owedChange' | 'owedAfter'> }) {
  const { t } = useTranslation('debt');
  const change =
    entry.owedChange > 0 ? t('made', { points: entry.owedChange }) : t('paid', { points: -entry.owedChange });
  const after = entry.owedAfter > 0 ? t('after', { points: entry.owedAfter }) : t('paidOff');
  return (
    <>
      {change} <span className="quiet">{after}</span>
    </>
  );
}
