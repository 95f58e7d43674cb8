import LeftOutlined from '@ant-design/icons-svg/es/asn/LeftOutlined';
import RightOutlined from '@ant-design/icons-svg/es/asn/RightOutlined';
import { history, type MemberShare } from '@red-points/shared/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { businessDate, formatMonth } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { Points } from '../../components/Points.tsx';
import { Tag } from '../../components/Tag.tsx';
import { Card } from '../../phone/components/Card.tsx';
import { Shown } from '../../phone/components/states.tsx';
import { monthBeside, monthOfDate } from '../statement/period.ts';
import styles from './household.module.css';
import { useMemberName } from './names.ts';

/** A month of the shared account: what each member earned and used. */
export function MonthShares({ accountId }: { accountId: string }) {
  const { t } = useTranslation('residentAccounts');
  const [period, setPeriod] = useState(() => monthOfDate(businessDate()));
  const read = useRead(history.ownShares, { query: { accountId, ...period } }, { staleMs: 0 });
  const next = monthBeside(period, 1);
  return (
    <Card>
      <div className={styles.month}>
        <button
          type="button"
          className="plain-button"
          aria-label={t('household.before')}
          onClick={() => setPeriod(monthBeside(period, -1))}
        >
          <Icon of={LeftOutlined} size={16} />
        </button>
        <h2 aria-live="polite">{t('household.month', { month: formatMonth(period.from.slice(0, 7)) })}</h2>
        <button
          type="button"
          className="plain-button"
          aria-label={t('household.after')}
          disabled={next.from > businessDate()}
          onClick={() => setPeriod(next)}
        >
          <Icon of={RightOutlined} size={16} />
        </button>
      </div>
      <Shown of={read} rows={3}>
        {({ items }) =>
          items.length === 0 ? (
            <p className={`quiet ${styles.none}`}>{t('household.monthNone')}</p>
          ) : (
            items.map((share) => <Share key={share.personId ?? 'nobody'} share={share} />)
          )
        }
      </Shown>
    </Card>
  );
}

function Share({ share }: { share: MemberShare }) {
  const { t } = useTranslation('residentAccounts');
  const nameOf = useMemberName();
  return (
    <div className={styles.share}>
      {share.personId === null ? (
        <div>
          {t('household.nobody')}
          <p className="small quiet">{t('household.nobodyHint')}</p>
        </div>
      ) : (
        <span className={styles.name}>
          {nameOf(share)}
          {share.isMe ? <Tag tone="slate">{t('household.me')}</Tag> : null}
        </span>
      )}
      <dl>
        <div>
          <dt>{t('household.earned')}</dt>
          <dd>
            <Points value={share.earned} tone="signed" />
          </dd>
        </div>
        <div>
          <dt>{t('household.used')}</dt>
          <dd>
            <Points value={-share.used} tone="signed" />
          </dd>
        </div>
      </dl>
    </div>
  );
}
