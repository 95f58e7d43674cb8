import { type Objection, objections, publicity, reports } from '@red-points/shared/contracts';
import { Alert, App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange } from '../../api/index.ts';
import { formatDateWeekday, formatHours, formatMoment } from '../../components/formatters.ts';
import { CategoryTag } from '../../components/Tag.tsx';
import { useMay } from '../../features/use-may.ts';
import { RecordDrawer } from '../components/RecordDrawer.tsx';
import styles from '../ledger/EntryDrawer.module.css';
import { StateTag } from '../parts/StateTag.tsx';
import { DecideObjection } from './DecideObjection.tsx';
import { lastMomentOf, STATE_TONES, useWorth } from './words.ts';

const CHANGES = [objections.list, publicity.staffBatches, publicity.staffLines, reports.tasks];

/** One objection with its entry; whoever has no part in it decides here. */
export function ObjectionDrawer({ item, onClose }: { item: Objection | undefined; onClose: () => void }) {
  const { t } = useTranslation('objections');
  const [deciding, setDeciding] = useState(false);
  return (
    <RecordDrawer
      open={item !== undefined}
      onClose={onClose}
      title={item === undefined ? '' : item.line.title}
      tags={
        item === undefined ? undefined : <StateTag tone={STATE_TONES[item.state]}>{t(`state.${item.state}`)}</StateTag>
      }
      subtitle={item === undefined ? undefined : `${item.line.maskedName} · ${item.line.gridName} · ${item.unitName}`}
      footer={item === undefined ? undefined : <Actions item={item} onDecide={() => setDeciding(true)} />}
    >
      {item === undefined ? null : (
        <>
          <Facts item={item} />
          <DecideObjection item={item} open={deciding} onClose={() => setDeciding(false)} changes={CHANGES} />
        </>
      )}
    </RecordDrawer>
  );
}

function Facts({ item }: { item: Objection }) {
  const { t } = useTranslation('objections');
  const worth = useWorth();
  const { line, correction } = item;
  const by =
    item.channel === 'phone'
      ? t('console.byPhone', { name: item.objectorMaskedName })
      : t('console.byOffice', { name: item.objectorMaskedName, officer: item.filedByName });
  return (
    <>
      <dl className={styles['facts']}>
        <dt>{t('console.reason')}</dt>
        <dd>
          <b>{item.reason}</b>
        </dd>
        <dt>{t('console.filedBy')}</dt>
        <dd>{by}</dd>
        <dt>{t('console.filedAt')}</dt>
        <dd>{formatMoment(item.filedAt)}</dd>
        <dt>{t('console.due')}</dt>
        <dd>
          {formatMoment(lastMomentOf(item.dueAt))}{' '}
          {item.isLate ? <StateTag tone="danger">{t('console.late')}</StateTag> : null}
        </dd>
        {item.escalatedToName === null || item.escalatedAt === null ? null : (
          <>
            <dt>{t('console.escalated')}</dt>
            <dd>{`${item.escalatedToName} · ${formatMoment(item.escalatedAt)}`}</dd>
          </>
        )}
      </dl>
      {item.relation === 'other' ? null : (
        <Alert type="info" showIcon style={{ marginTop: 16 }} title={t(`console.relation.${item.relation}`)} />
      )}
      {item.othersOpen === 0 ? null : (
        <Alert
          type="warning"
          showIcon
          style={{ marginTop: 16 }}
          title={t('console.others', { count: item.othersOpen })}
        />
      )}
      <section className={styles['part']}>
        <h3>{t('console.entry')}</h3>
        <dl className={styles['facts']}>
          <dt>{t('console.whose')}</dt>
          <dd>{`${line.maskedName} · ${line.gridName}`}</dd>
          <dt>{t('console.what')}</dt>
          <dd>
            {line.title} <CategoryTag category={line.category} />
          </dd>
          <dt>{t('console.worth')}</dt>
          <dd>{`${t('worth', { points: line.points, hours: formatHours(line.minutes) })} · ${formatDateWeekday(line.date)}`}</dd>
          <dt>{t('console.window')}</dt>
          <dd>{`${formatMoment(lastMomentOf(line.windowUntil))} · ${t(`line.${line.state}`)}`}</dd>
        </dl>
      </section>
      {item.answer === null ? null : (
        <section className={styles['part']}>
          <h3>{t('console.outcome')}</h3>
          <dl className={styles['facts']}>
            <dt>{t('console.decidedBy')}</dt>
            <dd>{`${item.decidedForName === null ? (item.decidedByName ?? '—') : t('console.decidedFor', { name: item.decidedByName ?? '—', lender: item.decidedForName })} · ${item.decidedAt === null ? '' : formatMoment(item.decidedAt)}`}</dd>
            <dt>{t('console.answer')}</dt>
            <dd>{item.answer}</dd>
            {correction === null ? null : (
              <>
                <dt>{t('console.correction')}</dt>
                <dd>{t('correctedTo', { from: worth(correction.from), to: worth(correction.to) })}</dd>
              </>
            )}
          </dl>
        </section>
      )}
    </>
  );
}

function Actions({ item, onDecide }: { item: Objection; onDecide: () => void }) {
  const { t } = useTranslation('objections');
  const { modal, message } = App.useApp();
  const may = useMay();
  const withdraw = useChange(objections.withdrawFor, {
    changes: CHANGES,
    onDone: () => void message.success(t('withdrawn')),
  });
  if (item.state !== 'open') return null;
  const ask = (): void => {
    void modal.confirm({
      title: t('console.withdrawFor'),
      content: t('console.withdrawForAsk'),
      okText: t('withdraw'),
      cancelText: t('keep'),
      onOk: () =>
        withdraw.mutate(
          { params: { objectionId: item.objectionId } },
          { onError: (error) => void message.error(messageOf(error)) },
        ),
    });
  };
  return (
    <>
      {item.channel === 'office' && may('objections.file') ? (
        <Button loading={withdraw.isPending} onClick={ask}>
          {t('console.withdrawFor')}
        </Button>
      ) : null}
      {item.mayDecide ? (
        <Button type="primary" onClick={onDecide}>
          {t('console.decide')}
        </Button>
      ) : may('objections.decide') ? (
        <span className="small quiet">{t('console.notYours')}</span>
      ) : null}
    </>
  );
}
