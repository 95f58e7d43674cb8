import FileDoneOutlined from '@ant-design/icons-svg/es/asn/FileDoneOutlined';
import RightOutlined from '@ant-design/icons-svg/es/asn/RightOutlined';
import { certificates, type ServiceRecord, service } from '@red-points/shared/contracts';
import { useNavigate } from '@tanstack/react-router';
import { Button, DatePicker, Selector, Toast } from 'antd-mobile';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useMoneyMutation, useRead } from '../../api/index.ts';
import { businessDate, formatDate, formatHours, formatShortMoment } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { CERTIFICATE_PERIODS, type CertificatePeriod, daysOf } from '../../features/service/periods.ts';
import { Stars } from '../../features/service/Stars.tsx';
import { useServiceWords } from '../../features/service/words.ts';
import { Card } from '../../phone/components/Card.tsx';
import { ListSection, Row } from '../../phone/components/ListSection.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Sheet, SheetFoot, SheetRows } from '../../phone/components/Sheet.tsx';
import { Nothing, Shown } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import styles from './ServicePage.module.css';

/** 志愿服务: one's own hours, the star level with what is missing to the next, and certificates. */
export function ServicePage() {
  const { t } = useTranslation('service');
  const back = useBack();
  const [issuing, setIssuing] = useState(false);
  const record = useRead(service.own, {}, { staleMs: 0 });
  const served = (record.data?.minutes ?? 0) > 0;
  return (
    <PhonePage
      title={t('title')}
      onBack={back}
      bottom={
        served ? (
          <Button block color="primary" size="large" onClick={() => setIssuing(true)}>
            {t('certificate.issue')}
          </Button>
        ) : undefined
      }
    >
      <Shown of={record} rows={5}>
        {(data) =>
          data.minutes === 0 && data.items === 0 ? (
            <Nothing title={t('none')}>
              <span className="small">{t('noneHint')}</span>
            </Nothing>
          ) : (
            <>
              <Level record={data} />
              <ByCategory record={data} />
            </>
          )
        }
      </Shown>
      <Issued />
      <Sheet
        open={issuing}
        title={t('certificate.issue')}
        lead={t('certificate.what')}
        onClose={() => setIssuing(false)}
      >
        <Issue onClose={() => setIssuing(false)} />
      </Sheet>
    </PhonePage>
  );
}

function Level({ record }: { record: ServiceRecord }) {
  const { t } = useTranslation('service');
  const words = useServiceWords();
  const { stars, reached, next, minutes, items } = record;
  const since = reached.at(-1);
  const share = next === null ? 1 : Math.max(0, minutes / (next.hours * 60));
  return (
    <Card className={styles.level}>
      <p className="quiet">{t('total')}</p>
      <p className={styles.figure}>{t('hours', { hours: formatHours(minutes) })}</p>
      <p className="small quiet">{t('items', { count: items })}</p>
      <div className={styles.stars}>
        <Stars held={stars} size={22} />
        <b>{stars === 0 ? t('noStars') : t('stars', { count: stars })}</b>
        {since === undefined ? null : (
          <span className="small quiet">{t('since', { date: formatDate(since.day) })}</span>
        )}
      </div>
      <div className={styles.bar} aria-hidden="true">
        <span style={{ width: `${Math.min(100, share * 100)}%` }} />
      </div>
      <p className="small quiet">
        {next === null
          ? t('highest')
          : t('next', { hours: formatHours(next.minutesLeft), stars: words.level(next.stars), of: next.hours })}
      </p>
    </Card>
  );
}

function ByCategory({ record }: { record: ServiceRecord }) {
  const { t } = useTranslation('service');
  const words = useServiceWords();
  return (
    <ListSection title={t('byCategory')}>
      {record.byCategory.map((line) => (
        <Row
          key={line.category}
          title={words.category(line.category)}
          below={t('items', { count: line.items })}
          end={<b>{words.exactHours(line.minutes)}</b>}
        />
      ))}
    </ListSection>
  );
}

function Issued() {
  const { t } = useTranslation('service');
  const words = useServiceWords();
  const navigate = useNavigate();
  const list = useRead(certificates.listOwn, {}, { staleMs: 0 });
  const items = list.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <ListSection title={t('certificate.list')}>
      {items.map((line) => (
        <Row
          key={line.certificateId}
          mark={<Icon of={FileDoneOutlined} size={20} className="quiet" />}
          title={words.period(line)}
          below={`${words.exactHours(line.minutes)} · ${formatShortMoment(line.issuedAt)}`}
          end={<Icon of={RightOutlined} size={12} className="quiet" />}
          onOpen={() =>
            void navigate({ to: '/certificates/$certificateId', params: { certificateId: line.certificateId } })
          }
        />
      ))}
    </ListSection>
  );
}

function Issue({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('service');
  const navigate = useNavigate();
  const [period, setPeriod] = useState<CertificatePeriod>('all');
  const [own, setOwn] = useState(() => ({ from: `${businessDate().slice(0, 7)}-01`, until: businessDate() }));
  const issue = useMoneyMutation(certificates.issueOwn, {
    changes: [certificates.listOwn],
    onDone: ({ certificateId }) => {
      onClose();
      void navigate({ to: '/certificates/$certificateId', params: { certificateId } });
    },
    onRefused: (error) => Toast.show(messageOf(error)),
  });
  return (
    <>
      <Selector
        columns={2}
        options={CERTIFICATE_PERIODS.map((value) => ({ value, label: t(`certificate.${value}`) }))}
        value={[period]}
        onChange={([chosen]) => {
          if (chosen !== undefined) setPeriod(chosen);
        }}
      />
      {period === 'own' ? (
        <SheetRows>
          <Day label={t('certificate.from')} day={own.from} onDay={(from) => setOwn({ ...own, from })} />
          <Day label={t('certificate.until')} day={own.until} onDay={(until) => setOwn({ ...own, until })} />
        </SheetRows>
      ) : null}
      <SheetFoot>
        <Button
          block
          color="primary"
          size="large"
          loading={issue.sending}
          onClick={() => issue.start({ body: period === 'own' ? own : daysOf(period) })}
        >
          {t('certificate.issue')}
        </Button>
      </SheetFoot>
    </>
  );
}

function Day({ label, day, onDay }: { label: string; day: string; onDay: (day: string) => void }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Row title={label} end={formatDate(day)} onOpen={() => setOpen(true)} />
      <DatePicker
        visible={open}
        title={label}
        value={new Date(`${day}T12:00:00`)}
        max={new Date(`${businessDate()}T12:00:00`)}
        onClose={() => setOpen(false)}
        onConfirm={(date) => {
          const pad = (value: number): string => String(value).padStart(2, '0');
          onDay(`${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`);
        }}
      />
    </>
  );
}
