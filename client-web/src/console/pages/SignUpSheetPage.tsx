import { activities, calendars } from '@red-points/shared/contracts';
import { useParams } from '@tanstack/react-router';
import { Button, Spin } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, messageOf, useChange, useList, useRead } from '../../api/index.ts';
import { formatFullSpan } from '../../components/formatters.ts';
import { useMay } from '../../features/use-may.ts';
import { ReasonDialog } from '../components/ReasonDialog.tsx';
import { PageTrouble } from '../components/Trouble.tsx';
import frame from '../print/passbook.module.css';
import styles from '../print/sheet.module.css';

interface Line {
  readonly personId: string;
  readonly name: string;
  readonly phone: string | null;
  readonly unitName: string;
}

type Full = CallAnswer<typeof calendars.fullSheet>;

/** 报名签到表 on paper: masked for everybody who runs it, with full names for who may see them, on record with a reason. */
export function SignUpSheetPage() {
  const { t } = useTranslation(['consoleActivityLife', 'consolePrint']);
  const { activityId = '' } = useParams({ strict: false }) as { activityId?: string };
  const may = useMay();
  const [full, setFull] = useState<Full>();
  const [asking, setAsking] = useState(false);
  const params = { activityId };
  const read = useRead(activities.get, { params }, { enabled: activityId !== '' });
  const list = useList(
    activities.signUps,
    { params, query: { show: 'places', limit: 200 } },
    { enabled: activityId !== '', staleMs: 0 },
  );
  const unmask = useChange(calendars.fullSheet, {
    onDone: (answer) => {
      setFull(answer);
      setAsking(false);
    },
  });
  // Paper without some of the names would be worse than none: every page is read before it can be printed.
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const activity = read.data;
  const error = read.error ?? list.error;
  if (error !== null)
    return <PageTrouble error={error} onRetry={() => void Promise.all([read.refetch(), list.refetch()])} />;
  if (activity === undefined || list.isPending) return <Spin fullscreen />;
  const masked = list.items.map(({ personId, maskedName, unitName }) => ({
    personId,
    name: maskedName,
    phone: null,
    unitName,
  }));
  return (
    <main className={frame['desk']}>
      <div className={`${frame['tools'] ?? ''} no-print`}>
        {full === undefined && may('people.unmask') ? (
          <Button onClick={() => setAsking(true)}>{t('sheet.unmask')}</Button>
        ) : null}
        <Button onClick={() => window.close()}>{t('close', { ns: 'consolePrint' })}</Button>
        <Button type="primary" loading={full === undefined && list.hasNextPage} onClick={() => window.print()}>
          {t('print', { ns: 'consolePrint' })}
        </Button>
      </div>
      {unmask.error === null ? null : (
        <p role="alert" className="no-print">
          {messageOf(unmask.error)}
        </p>
      )}
      <article className={`paper ${styles['sheet']}`}>
        <h1>{t('sheet.title', { title: activity.title })}</h1>
        <p>{`${formatFullSpan(activity.startsAt, activity.endsAt)} · ${activity.unitName} · ${activity.place}`}</p>
        <p>{t('sheet.organiser', { name: activity.organiserName, count: activity.signedUp })}</p>
        <Table lines={full?.items ?? masked} full={full !== undefined} />
        <p className={styles['foot']}>{t(full === undefined ? 'sheet.masked' : 'sheet.full')}</p>
      </article>
      <ReasonDialog
        open={asking}
        title={t('sheet.unmask')}
        explanation={t('sheet.unmaskWhat')}
        verb={t('sheet.unmask')}
        placeholder={t('sheet.unmaskWhy')}
        busy={unmask.isPending}
        onGive={(reason) => unmask.mutate({ params, body: { reason } })}
        onCancel={() => setAsking(false)}
      />
    </main>
  );
}

/** Lines for those who come without having signed up. */
const BLANK_LINES = 5;
const LINES_MIN = 18;

function Table({ lines, full }: { lines: readonly Line[]; full: boolean }) {
  const { t } = useTranslation('consoleActivityLife');
  const blank = Math.max(BLANK_LINES, LINES_MIN - lines.length);
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t('sheet.column.number')}</th>
          <th scope="col">{t('sheet.column.name')}</th>
          {full ? <th scope="col">{t('sheet.column.phone')}</th> : null}
          <th scope="col">{t('sheet.column.unit')}</th>
          <th scope="col">{t('sheet.column.in')}</th>
          <th scope="col">{t('sheet.column.out')}</th>
          <th scope="col">{t('sheet.column.sign')}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ personId, name, phone, unitName }, at) => (
          <tr key={personId}>
            <td>{at + 1}</td>
            <td>{name}</td>
            {full ? <td>{phone ?? ''}</td> : null}
            <td>{unitName}</td>
            <td />
            <td />
            <td />
          </tr>
        ))}
        {Array.from({ length: blank }, (_, at) => `blank-${at + lines.length + 1}`).map((key) => (
          <tr key={key}>
            <td>{key.slice('blank-'.length)}</td>
            <td />
            {full ? <td /> : null}
            <td />
            <td />
            <td />
            <td />
          </tr>
        ))}
      </tbody>
    </table>
  );
}
