import { type SpotDraw, type SpotItem, spotChecks } from '@red-points/shared/contracts';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useRead } from '../../api/index.ts';
import { formatDate, formatHours, formatMonth, formatNumber, formatShortMoment } from '../../components/formatters.ts';
import { Points } from '../../components/Points.tsx';
import { Tag } from '../../components/Tag.tsx';
import { ReasonDialog } from '../components/ReasonDialog.tsx';
import { RecordDrawer } from '../components/RecordDrawer.tsx';
import styles from './oversight.module.css';

const TONES = { waiting: 'warning', in_order: 'success', finding: 'danger' } as const;

interface Asked {
  readonly item: SpotItem;
  readonly result: 'in_order' | 'finding';
}

/** A draw with its sample: each is checked against evidence and people, and its result written down. */
export function SpotDrawer({ drawId, onClose }: { drawId: string | undefined; onClose: () => void }) {
  const { t } = useTranslation(['consoleWatch', 'common']);
  const { message } = App.useApp();
  const [asked, setAsked] = useState<Asked>();
  const wanted = { params: { drawId: drawId ?? '' } };
  const draw = useRead(spotChecks.draw, wanted, { enabled: drawId !== undefined });
  const items = useRead(spotChecks.items, wanted, { enabled: drawId !== undefined, staleMs: 0 });
  // Until it is drawn nothing waits: what is known is how much of how many.
  const subtitleOf = ({ state, statistics, sampleSize, population }: SpotDraw): string =>
    state === 'drawn'
      ? t('spot.results', statistics)
      : t('spot.sampleOf', { sample: formatNumber(sampleSize), population: formatNumber(population) });
  const check = useChange(spotChecks.check, {
    changes: [spotChecks.items, spotChecks.draw, spotChecks.draws],
    onDone: () => {
      setAsked(undefined);
      void message.success(t('spot.done'));
    },
  });
  return (
    <RecordDrawer
      open={drawId !== undefined}
      onClose={onClose}
      title={
        draw.data === undefined
          ? t('state.loading', { ns: 'common' })
          : t('spot.drawerTitle', { unit: draw.data.unitName, month: formatMonth(draw.data.month) })
      }
      subtitle={draw.data === undefined ? undefined : subtitleOf(draw.data)}
      loading={items.isPending}
      error={items.error}
      onRetry={() => void items.refetch()}
    >
      {draw.data?.state === 'fixed' ? (
        <p className={styles['first']}>{t('spot.fixedWhat', { date: formatDate(draw.data.seedDay) })}</p>
      ) : null}
      <ul className={styles['items']}>
        {(items.data?.items ?? []).map((item) => (
          <Drawn key={item.itemId} item={item} onAsk={(result) => setAsked({ item, result })} />
        ))}
      </ul>
      <ReasonDialog
        open={asked !== undefined}
        title={t('spot.checkTitle', { title: asked?.item.title ?? '', name: asked?.item.maskedName ?? '' })}
        placeholder={t('spot.placeholder')}
        explanation={t(asked?.result === 'finding' ? 'spot.findingWhat' : 'spot.checkWhat')}
        verb={t(asked?.result === 'finding' ? 'spot.finding' : 'spot.inOrder')}
        busy={check.isPending}
        error={check.isError ? messageOf(check.error) : undefined}
        onCancel={() => {
          check.reset();
          setAsked(undefined);
        }}
        onGive={(note) => {
          if (asked === undefined) return;
          const params = { drawId: drawId ?? '', creditId: asked.item.creditId };
          check.mutate({ params, body: { result: asked.result, note } });
        }}
      />
    </RecordDrawer>
  );
}

function Drawn({ item, onAsk }: { item: SpotItem; onAsk: (result: 'in_order' | 'finding') => void }) {
  const { t } = useTranslation(['consoleWatch', 'common']);
  const reviewer = item.reviewerName ?? '—';
  // Who checked in or filed for themselves is the person whose name stands before.
  const hands =
    item.filerName === item.maskedName
      ? t('ownReviewed', { reviewer })
      : t('filedReviewed', { filer: item.filerName ?? '—', reviewer });
  return (
    <li>
      <div>
        <b>{item.title}</b> <span>{item.maskedName}</span>{' '}
        <Tag tone={TONES[item.result]}>{t(`spot.result.${item.result}`)}</Tag>
        <p className="small quiet">
          {formatDate(item.date)}
          {item.minutes === 0 ? '' : ` · ${formatHours(item.minutes)} ${t('unit.hours', { ns: 'common' })}`}
          {` · ${hands}`}
        </p>
        {item.note === null ? null : (
          <p className="small">
            {item.note}
            {item.checkedAt === null ? null : (
              <span className="quiet">
                {' '}
                {t('spot.checkedBy', { name: item.checkedByName ?? '—', moment: formatShortMoment(item.checkedAt) })}
              </span>
            )}
          </p>
        )}
        {item.result === 'finding' ? (
          <p className="small quiet">
            {t(item.correctingEntryIds.length > 0 ? 'spot.correctedBy' : 'spot.uncorrected')}
          </p>
        ) : null}
        {item.result === 'waiting' && !item.mayCheck ? <p className="small quiet">{t('spot.concerned')}</p> : null}
      </div>
      <Points value={item.points} />
      <span className={styles['verbs']}>
        {item.entryId === null ? null : (
          <Button size="small" href={`/console/transactions?open=${encodeURIComponent(item.entryId)}`} target="_blank">
            {t('openEntry')}
          </Button>
        )}
        {item.mayCheck ? (
          <>
            <Button size="small" onClick={() => onAsk('in_order')}>
              {t('spot.inOrder')}
            </Button>
            <Button size="small" danger onClick={() => onAsk('finding')}>
              {t('spot.finding')}
            </Button>
          </>
        ) : null}
      </span>
    </li>
  );
}
