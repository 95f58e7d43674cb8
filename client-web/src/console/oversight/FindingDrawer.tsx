import { type WatchFindingView, watch } from '@red-points/shared/contracts';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useList, useRead } from '../../api/index.ts';
import { formatDate, formatHours, formatMonth, formatShortMoment } from '../../components/formatters.ts';
import { Points } from '../../components/Points.tsx';
import { Tag } from '../../components/Tag.tsx';
import { ReasonDialog } from '../components/ReasonDialog.tsx';
import { RecordDrawer } from '../components/RecordDrawer.tsx';
import { BehindFinding, OpenEntry } from './BehindFinding.tsx';
import styles from './oversight.module.css';
import { RedemptionsBehind } from './RedemptionsBehind.tsx';
import { useFindingWords } from './words.ts';

/** One finding: what it is, the records behind it, and what was written down. */
export function FindingDrawer({ findingId, onClose }: { findingId: string | undefined; onClose: () => void }) {
  const { t } = useTranslation(['consoleWatch', 'common']);
  const { what } = useFindingWords();
  const read = useRead(watch.get, { params: { findingId: findingId ?? '' } }, { enabled: findingId !== undefined });
  const finding = read.data;
  return (
    <RecordDrawer
      open={findingId !== undefined}
      onClose={onClose}
      title={finding === undefined ? t('state.loading', { ns: 'common' }) : t(`kind.${finding.kind}`)}
      subtitle={finding === undefined ? undefined : `${finding.unitName} · ${formatMonth(finding.month)}`}
      loading={read.isPending}
      error={read.error}
      onRetry={() => void read.refetch()}
      footer={finding === undefined ? undefined : <Dismiss finding={finding} />}
    >
      {finding === undefined ? null : (
        <div className={styles['stack']}>
          <p>{what(finding)}</p>
          {finding.dismissals.map((dismissal) => (
            <blockquote key={dismissal.at} className={styles['said']}>
              <p>{dismissal.reason}</p>
              <p className="small quiet">
                {t('dismiss.history', {
                  name: dismissal.byName,
                  moment: formatShortMoment(dismissal.at),
                  count: String(dismissal.count) as unknown as number,
                })}
              </p>
            </blockquote>
          ))}
          {finding.sheet !== null ? (
            <SheetBehind sheet={finding.sheet} />
          ) : finding.about === 'redemptions' ? (
            <RedemptionsBehind findingId={finding.findingId} />
          ) : (
            <Behind findingId={finding.findingId} />
          )}
        </div>
      )}
    </RecordDrawer>
  );
}

/** The sheet has a page of its own, with each of its items and their entries. */
function SheetBehind({ sheet }: { sheet: NonNullable<WatchFindingView['sheet']> }) {
  const { t } = useTranslation('consoleWatch');
  const page = sheet.kind === 'batch' ? 'batches' : 'imports';
  return (
    <section>
      <h3>{t('behind')}</h3>
      <Button href={`/console/${page}?open=${encodeURIComponent(sheet.sheetId)}`} target="_blank">
        {t(`openSheet.${sheet.kind}`)}
      </Button>
    </section>
  );
}

function Behind({ findingId }: { findingId: string }) {
  const { t } = useTranslation(['consoleWatch', 'common']);
  const { waited } = useFindingWords();
  const list = useList(watch.items, { params: { findingId }, query: { limit: 50 } });
  return (
    <BehindFinding
      list={list}
      rowOf={(item) => (
        <li key={item.creditId}>
          <div>
            <b>{item.title}</b> <span>{item.maskedName}</span>
            <p className="small quiet">
              {formatDate(item.date)}
              {item.minutes === 0 ? '' : ` · ${formatHours(item.minutes)} ${t('unit.hours', { ns: 'common' })}`}
              {' · '}
              {t('filedReviewed', { filer: item.filerName ?? '—', reviewer: item.reviewerName ?? '—' })}
              {' · '}
              {`${formatShortMoment(item.approvedAt)} · ${t('column.waited')} ${waited(item.waitedSeconds)}`}
            </p>
          </div>
          <Points value={item.points} />
          <OpenEntry entryId={item.entryId} missing={<Tag>{t('notPosted')}</Tag>} />
        </li>
      )}
    />
  );
}

function Dismiss({ finding }: { finding: WatchFindingView }) {
  const { t } = useTranslation('consoleWatch');
  const { message } = App.useApp();
  const [asking, setAsking] = useState(false);
  const dismiss = useChange(watch.dismiss, {
    changes: [watch.list, watch.get],
    onDone: () => {
      setAsking(false);
      void message.success(t('dismiss.done'));
    },
  });
  if (finding.state !== 'open') return null;
  if (!finding.mayDismiss) return <span className="small quiet">{t('dismiss.concerned')}</span>;
  return (
    <>
      <Button type="primary" onClick={() => setAsking(true)}>
        {t('dismiss.verb')}
      </Button>
      <ReasonDialog
        open={asking}
        title={t('dismiss.title')}
        explanation={t('dismiss.what')}
        placeholder={t('dismiss.placeholder')}
        verb={t('dismiss.verb')}
        busy={dismiss.isPending}
        error={dismiss.isError ? messageOf(dismiss.error) : undefined}
        onCancel={() => setAsking(false)}
        onGive={(reason) => dismiss.mutate({ params: { findingId: finding.findingId }, body: { reason } })}
      />
    </>
  );
}
