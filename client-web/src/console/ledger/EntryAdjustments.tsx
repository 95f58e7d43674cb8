import { type Adjustment, adjustments, people, reports, transactions } from '@red-points/shared/contracts';
import { App, Button } from 'antd';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useMoneyMutation } from '../../api/index.ts';
import { formatChange, formatHours, formatMoment } from '../../components/formatters.ts';
import { Points } from '../../components/Points.tsx';
import type { TagTone } from '../../components/Tag.tsx';
import { useMay } from '../../features/use-may.ts';
import { StateTag } from '../parts/StateTag.tsx';
import styles from './EntryDrawer.module.css';

const TONES: Record<Adjustment['state'], TagTone> = {
  proposed: 'warning',
  confirmed: 'warning',
  posted: 'success',
  refused: 'danger',
  withdrawn: 'plain',
};

/** Corrections of the entry: what they change, why, who proposed and confirmed them, and the second person's word. */
export function EntryAdjustments({ items, personId }: { items: readonly Adjustment[]; personId: string | null }) {
  const { t } = useTranslation('consoleAdjustments');
  if (items.length === 0) return null;
  return (
    <section className={styles['part']}>
      <h3>{t('section')}</h3>
      <ul>
        {items.map((item) => (
          <li key={item.adjustmentId} className={styles['correction']}>
            <p className={styles['other']}>
              <StateTag tone={TONES[item.state]}>{t(`state.${item.state}`)}</StateTag>
              {item.points === 0 ? null : <Points value={item.points} tone="signed" />}
              {item.minutes === 0 ? null : <span>{signedHours(item.minutes, t)}</span>}
            </p>
            <p>{item.reason}</p>
            <p className="small quiet">
              {`${t('proposedBy', { name: item.proposedByName })} · ${formatMoment(item.proposedAt)}`}
            </p>
            {item.decidedByName === null || item.decidedAt === null ? null : (
              <p className="small quiet">
                {`${t(item.state === 'withdrawn' ? 'turnedDownBy' : 'decidedBy', { name: item.decidedByName })} · ${formatMoment(item.decidedAt)}`}
              </p>
            )}
            {item.state === 'proposed' && item.needsStreet ? <p className="small">{t('needsStreet')}</p> : null}
            {item.personId === personId ? null : <p className="small">{t('toOther', { name: item.maskedName })}</p>}
            {item.block === null ? null : <p className={styles['trouble']}>{item.block.words}</p>}
            <Decision item={item} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const CHANGES = [
  ...[adjustments.ofEntry, adjustments.list, transactions.list, transactions.get],
  ...[people.statement, people.get, reports.overview, reports.tasks],
];

function Decision({ item }: { item: Adjustment }) {
  const { t } = useTranslation('consoleAdjustments');
  const { message, modal } = App.useApp();
  const may = useMay();
  const params = { adjustmentId: item.adjustmentId };
  const say = (error: unknown): void => void message.warning(messageOf(error), 6);
  const confirm = useMoneyMutation(adjustments.confirm, {
    changes: CHANGES,
    onDone: () => void message.success(t('confirmed')),
    onRefused: say,
  });
  const withdraw = useChange(adjustments.withdraw, {
    changes: CHANGES,
    onDone: () => void message.success(t('withdrawn')),
  });
  if (item.state !== 'proposed') return null;
  const withdrawVerb = t(item.mayConfirm ? 'turnDown' : 'withdraw');
  return (
    <p className={styles['actions']}>
      {item.mayConfirm ? (
        <Button
          type="primary"
          loading={confirm.sending}
          onClick={() =>
            void modal.confirm({
              title: t('confirmAsk'),
              content: t('confirmWhat', { name: item.maskedName, change: changeWords(item, t) }),
              okText: t('confirm'),
              onOk: () => confirm.start({ params }),
            })
          }
        >
          {t('confirm')}
        </Button>
      ) : null}
      {item.mayWithdraw ? (
        <Button
          loading={withdraw.isPending}
          onClick={() =>
            void modal.confirm({
              title: t('withdrawAsk'),
              content: t('withdrawWhat'),
              okText: withdrawVerb,
              onOk: () => withdraw.mutateAsync({ params }).catch(say),
            })
          }
        >
          {withdrawVerb}
        </Button>
      ) : null}
      {item.mayConfirm || !may(item.needsStreet ? 'adjustments.confirm_large' : 'adjustments.confirm') ? null : (
        <span className="small quiet">{t('ownProposal')}</span>
      )}
    </p>
  );
}

type Words = TFunction<'consoleAdjustments'>;

function signedHours(minutes: number, t: Words): string {
  const hours = t('hours', { hours: formatHours(Math.abs(minutes)) });
  return minutes < 0 ? `−${hours}` : `+${hours}`;
}

/** `+5 分，+0.5 小时` */
export function changeWords({ points, minutes }: Pick<Adjustment, 'points' | 'minutes'>, t: Words): string {
  const parts: string[] = [];
  if (points !== 0) parts.push(t('pointsWords', { points: formatChange(points) }));
  if (minutes !== 0) parts.push(signedHours(minutes, t));
  return parts.join(' · ');
}
