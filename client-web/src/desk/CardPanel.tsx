import { cards, type ResidentCard } from '@red-points/shared/contracts';
import { Button, Dialog, Toast } from 'antd-mobile';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useRead } from '../api/index.ts';
import { formatShortDay } from '../components/formatters.ts';
import { QrCode } from '../components/QrCode.tsx';
import { Card } from '../phone/components/Card.tsx';
import { Row } from '../phone/components/ListSection.tsx';
import { Trouble, Waiting } from '../phone/components/states.tsx';
import styles from './desk.module.css';
import { PinRow } from './PinRow.tsx';

/** The printed card of somebody without a phone: issued, replaced, reported lost. */
export function CardPanel({ personId }: { personId: string }) {
  const { t } = useTranslation('desk');
  const params = { personId };
  const read = useRead(cards.get, { params });
  const issue = useChange(cards.issue, { changes: [cards.get] });
  const revoke = useChange(cards.revoke, { changes: [cards.get] });
  const [shown, setShown] = useState(false);
  const card = read.data?.card ?? null;
  const failed = (error: unknown): void => void Toast.show({ content: messageOf(error), duration: 3000 });
  const onIssue = async (): Promise<void> => {
    if (card !== null && !(await Dialog.confirm({ content: t('help.cardAsk') }))) return;
    issue.mutate({ params }, { onSuccess: () => Toast.show(t('help.cardDone')), onError: failed });
  };
  const onLost = async (): Promise<void> => {
    if (!(await Dialog.confirm({ content: t('help.cardLostAsk'), confirmText: t('help.cardLost') }))) return;
    revoke.mutate({ params }, { onSuccess: () => Toast.show(t('help.cardLostDone')), onError: failed });
  };
  if (read.data === undefined) {
    return read.isPending ? <Waiting rows={1} /> : <Trouble error={read.error} onRetry={() => void read.refetch()} />;
  }
  return (
    <Card label={t('help.card')}>
      <Row
        title={t('help.card')}
        below={
          card === null
            ? t('help.cardNone')
            : t('help.cardHas', { serial: card.serial, date: formatShortDay(card.issuedAt) })
        }
        end={
          <Button size="small" loading={issue.isPending} onClick={() => void onIssue()}>
            {t(card === null ? 'help.cardIssue' : 'help.cardReplace')}
          </Button>
        }
      />
      {card === null ? null : (
        <div className={styles.ask}>
          <span>
            <button type="button" className="plain-button link" aria-expanded={shown} onClick={() => setShown(!shown)}>
              {t('help.cardShow')}
            </button>
          </span>
          <Button size="small" loading={revoke.isPending} onClick={() => void onLost()}>
            {t('help.cardLost')}
          </Button>
        </div>
      )}
      {shown && card !== null ? <Code card={card} /> : null}
      <PinRow personId={personId} />
    </Card>
  );
}

function Code({ card }: { card: ResidentCard }) {
  const { t } = useTranslation('desk');
  return (
    <div className={styles.card}>
      <QrCode text={card.codeUrl} errorCorrection="Q" label={t('help.cardLabel')} />
    </div>
  );
}
