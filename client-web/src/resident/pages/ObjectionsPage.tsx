import ExclamationCircleOutlined from '@ant-design/icons-svg/es/asn/ExclamationCircleOutlined';
import { objections, publicity } from '@red-points/shared/contracts';
import { useNavigate } from '@tanstack/react-router';
import { Button, Dialog, Tabs } from 'antd-mobile';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ItemOf, messageOf, useChange, useList } from '../../api/index.ts';
import { formatDay, formatHours, formatShortMoment } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { Tag } from '../../components/Tag.tsx';
import { Card } from '../../phone/components/Card.tsx';
import { Round, Row } from '../../phone/components/ListSection.tsx';
import { MoreButton } from '../../phone/components/MoreButton.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Sheet, SheetFoot } from '../../phone/components/Sheet.tsx';
import { Nothing, Trouble, Waiting } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import styles from '../EntrySheet.module.css';

type Own = ItemOf<typeof objections.listOwn>;
type Concerning = ItemOf<typeof objections.concerning>;
type Shown = Concerning & Partial<Pick<Own, 'reason'>>;

const TONES = {
  open: 'warning',
  upheld: 'danger',
  corrected: 'success',
  dismissed: 'plain',
  withdrawn: 'plain',
} as const;

/** 我的异议: what one objected to, and what others objected to of one's own, with the answers. */
export function ObjectionsPage() {
  const { t } = useTranslation('objections');
  const back = useBack();
  const [show, setShow] = useState<'filed' | 'concerning'>('filed');
  const filed = useList(objections.listOwn, { query: { limit: 20 } }, { staleMs: 0, enabled: show === 'filed' });
  const concerning = useList(
    objections.concerning,
    { query: { limit: 20 } },
    { staleMs: 0, enabled: show === 'concerning' },
  );
  const list = show === 'filed' ? filed : concerning;
  return (
    <PhonePage title={t('menu.objections')} onBack={back}>
      <Tabs activeKey={show} onChange={(key) => setShow(key === 'concerning' ? 'concerning' : 'filed')}>
        <Tabs.Tab key="filed" title={t('filed')} />
        <Tabs.Tab key="concerning" title={t('concerning')} />
      </Tabs>
      {list.isPending ? <Waiting rows={5} /> : null}
      {list.isError && list.items.length === 0 ? (
        <Trouble error={list.error} onRetry={() => void list.refetch()} />
      ) : null}
      {list.isSuccess && list.items.length === 0 ? <None show={show} /> : null}
      {list.items.length === 0 ? null : (
        <Card>
          <Rows items={list.items} />
          <MoreButton list={list} />
        </Card>
      )}
    </PhonePage>
  );
}

function None({ show }: { show: 'filed' | 'concerning' }) {
  const { t } = useTranslation('objections');
  const navigate = useNavigate();
  return (
    <Nothing title={t('noneFiled')}>
      {show === 'filed' ? <span className="small">{t('noneFiledHint')}</span> : null}
      <Button onClick={() => void navigate({ to: '/publicity', search: {} })}>{t('toPublicity')}</Button>
    </Nothing>
  );
}

function Rows({ items }: { items: readonly Shown[] }) {
  const { t } = useTranslation('objections');
  const [openId, setOpenId] = useState<string>();
  const open = items.find(({ objectionId }) => objectionId === openId);
  return (
    <>
      {items.map((item) => (
        <Row
          key={item.objectionId}
          mark={
            <Round tone={item.state === 'open' ? 'warning' : 'plain'}>
              <Icon of={ExclamationCircleOutlined} size={16} />
            </Round>
          }
          title={item.line.title}
          below={item.reason ?? `${item.line.maskedName} · ${item.unitName}`}
          end={<Tag tone={TONES[item.state]}>{t(`state.${item.state}`)}</Tag>}
          endBelow={formatShortMoment(item.decidedAt ?? item.filedAt)}
          onOpen={() => setOpenId(item.objectionId)}
        />
      ))}
      <Sheet
        open={open !== undefined}
        title={open?.line.title}
        figure={open === undefined ? undefined : worth(open.line, t)}
        onClose={() => setOpenId(undefined)}
      >
        {open === undefined ? null : <Opened item={open} onClose={() => setOpenId(undefined)} />}
      </Sheet>
    </>
  );
}

function Opened({ item, onClose }: { item: Shown; onClose: () => void }) {
  const { t } = useTranslation('objections');
  return (
    <>
      <div className={styles.receipt}>
        {item.reason === undefined ? (
          item.state === 'open' ? (
            <p>{t('somebody')}</p>
          ) : null
        ) : (
          <>
            <p>{t('yourWords')}</p>
            <b>{item.reason}</b>
          </>
        )}
        <p>
          {t('filedOn', { day: formatDay(item.filedAt) })}
          {item.state === 'open' ? ` · ${t('dueOn', { day: formatDay(lastInstantOf(item.dueAt)) })}` : null}
        </p>
        {item.answer === null ? null : (
          <>
            <p>
              {t('answerOf', { unit: item.unitName })} <Tag tone={TONES[item.state]}>{t(`state.${item.state}`)}</Tag>
            </p>
            <b>{item.answer}</b>
          </>
        )}
        {item.correction === null ? null : (
          <p>{t('correctedTo', { from: worth(item.correction.from, t), to: worth(item.correction.to, t) })}</p>
        )}
      </div>
      {item.state === 'open' && item.reason !== undefined ? (
        <Withdraw objectionId={item.objectionId} onDone={onClose} />
      ) : null}
    </>
  );
}

function worth({ points, minutes }: { points: number; minutes: number }, t: TFunction<'objections'>): string {
  return t('worth', { points, hours: formatHours(minutes) });
}

/** A window that ends with a day ends at the first instant of the next: people name the day itself. */
function lastInstantOf(end: string): string {
  return new Date(Date.parse(end) - 1).toISOString();
}

function Withdraw({ objectionId, onDone }: { objectionId: string; onDone: () => void }) {
  const { t } = useTranslation('objections');
  const withdraw = useChange(objections.withdraw, {
    changes: [objections.listOwn, publicity.neighbours],
    onDone,
  });
  const ask = async (): Promise<void> => {
    const sure = await Dialog.confirm({ content: t('withdrawAsk'), confirmText: t('withdraw'), cancelText: t('keep') });
    if (sure) withdraw.mutate({ params: { objectionId } });
  };
  return (
    <SheetFoot>
      {withdraw.error === null ? null : (
        <p role="alert" className="small">
          {messageOf(withdraw.error)}
        </p>
      )}
      <Button block loading={withdraw.isPending} onClick={() => void ask()}>
        {t('withdraw')}
      </Button>
    </SheetFoot>
  );
}
