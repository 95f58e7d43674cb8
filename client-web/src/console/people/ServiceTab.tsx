import { certificates, type ServiceRecord, service } from '@red-points/shared/contracts';
import { App, Button, DatePicker, Segmented, Skeleton } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useMoneyMutation, useRead } from '../../api/index.ts';
import { businessDate, formatDate, formatHours, formatShortMoment } from '../../components/formatters.ts';
import { CERTIFICATE_PERIODS, type CertificatePeriod, daysOf } from '../../features/service/periods.ts';
import { Stars } from '../../features/service/Stars.tsx';
import { useServiceWords } from '../../features/service/words.ts';
import { useMay } from '../../features/use-may.ts';
import { Trouble } from '../components/Trouble.tsx';
import styles from './ServiceTab.module.css';

/** 志愿服务: somebody's own hours whichever account they went to, the star level, and certificates. */
export function ServiceTab({ personId }: { personId: string }) {
  const { t } = useTranslation('service');
  const may = useMay();
  const read = useRead(service.ofPerson, { params: { personId } }, { staleMs: 0 });
  if (read.error !== null && read.data === undefined)
    return <Trouble error={read.error} onRetry={() => void read.refetch()} />;
  if (read.data === undefined) return <Skeleton active title={false} paragraph={{ rows: 6 }} />;
  if (read.data.minutes === 0 && read.data.items === 0) return <p className="quiet">{t('none')}</p>;
  return (
    <div className={styles['tab']}>
      <Level record={read.data} />
      <Categories record={read.data} />
      {may('certificates.issue') ? <Issue personId={personId} /> : null}
      <Issued personId={personId} mayOpen={may('certificates.issue')} />
    </div>
  );
}

function Level({ record: { stars, reached, next, minutes, items } }: { record: ServiceRecord }) {
  const { t } = useTranslation('service');
  const words = useServiceWords();
  return (
    <section className={styles['level']}>
      <div>
        <p className="quiet small">{t('total')}</p>
        <b className={styles['figure']}>{words.exactHours(minutes)}</b>
        <p className="quiet small">{t('items', { count: items })}</p>
      </div>
      <div>
        <Stars held={stars} />
        <p>
          <b>{stars === 0 ? t('noStars') : t('stars', { count: stars })}</b>
        </p>
        <p className="quiet small">
          {next === null
            ? t('highest')
            : t('next', { hours: formatHours(next.minutesLeft), stars: words.level(next.stars), of: next.hours })}
        </p>
      </div>
      {reached.length === 0 ? null : (
        <ul className="small">
          {reached.map((level) => (
            <li key={level.stars}>
              {t('level', { stars: words.level(level.stars), hours: level.hours })}{' '}
              <span className="quiet">{t('since', { date: formatDate(level.day) })}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Categories({ record }: { record: ServiceRecord }) {
  const { t } = useTranslation('service');
  const words = useServiceWords();
  return (
    <table className={styles['table']} aria-label={t('byCategory')}>
      <thead>
        <tr>
          <th scope="col">{t('certificate.column.category')}</th>
          <th scope="col">{t('certificate.column.items')}</th>
          <th scope="col">{t('certificate.column.hours')}</th>
        </tr>
      </thead>
      <tbody>
        {record.byCategory.map((line) => (
          <tr key={line.category}>
            <td>{words.category(line.category)}</td>
            <td>{line.items}</td>
            <td>{words.exactHours(line.minutes)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const printAddress = (personId: string, certificateId: string): string =>
  `/console/print/certificate/${encodeURIComponent(personId)}/${encodeURIComponent(certificateId)}`;

function Issue({ personId }: { personId: string }) {
  const { t } = useTranslation('service');
  const { message } = App.useApp();
  const [period, setPeriod] = useState<CertificatePeriod>('all');
  const [own, setOwn] = useState(() => ({ from: `${businessDate().slice(0, 7)}-01`, until: businessDate() }));
  const issue = useMoneyMutation(certificates.issue, {
    changes: [certificates.ofPerson],
    onDone: () => void message.success(t('certificate.done')),
    onRefused: (error) => void message.error(messageOf(error)),
  });
  return (
    <section className={styles['issue']} aria-label={t('certificate.issue')}>
      <Segmented
        value={period}
        options={CERTIFICATE_PERIODS.map((value) => ({ value, label: t(`certificate.${value}`) }))}
        onChange={setPeriod}
      />
      {period === 'own' ? (
        <DatePicker.RangePicker
          allowClear={false}
          aria-label={t('certificate.period')}
          value={[dayjs(own.from), dayjs(own.until)]}
          disabledDate={(date) => date.format('YYYY-MM-DD') > businessDate()}
          onChange={(days) => {
            const [from, until] = days ?? [];
            if (from && until) setOwn({ from: from.format('YYYY-MM-DD'), until: until.format('YYYY-MM-DD') });
          }}
        />
      ) : null}
      <Button
        loading={issue.sending}
        onClick={() => issue.start({ params: { personId }, body: period === 'own' ? own : daysOf(period) })}
      >
        {t('certificate.issue')}
      </Button>
    </section>
  );
}

function Issued({ personId, mayOpen }: { personId: string; mayOpen: boolean }) {
  const { t } = useTranslation('service');
  const words = useServiceWords();
  const list = useRead(certificates.ofPerson, { params: { personId } }, { staleMs: 0 });
  const items = list.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section>
      <h3>{t('certificate.list')}</h3>
      <ul className={styles['issued']}>
        {items.map((line) => (
          <li key={line.certificateId}>
            <span>
              {words.period(line)} · {words.exactHours(line.minutes)}
              <br />
              <span className="quiet small">
                {line.code} · {formatShortMoment(line.issuedAt)}{' '}
                {line.issuedByName === null
                  ? t('certificate.byOneself')
                  : t('certificate.byOffice', { name: line.issuedByName })}
              </span>
            </span>
            {mayOpen ? (
              <Button size="small" href={printAddress(personId, line.certificateId)} target="_blank">
                {t('certificate.open')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
