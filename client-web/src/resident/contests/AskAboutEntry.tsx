import { contests, reports } from '@red-points/shared/contracts';
import { Button, Toast } from 'antd-mobile';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useMoneyMutation, useRead } from '../../api/index.ts';
import { formatDay } from '../../components/formatters.ts';
import styles from '../EntrySheet.module.css';
import { ReasonForm } from '../ReasonForm.tsx';
import { ContestAnswer } from './ContestAnswer.tsx';

/** At the foot of an opened entry: what was asked about it and answered, or a way to ask. */
export function AskAboutEntry({ entryId }: { entryId: string }) {
  const { t } = useTranslation('contests');
  const [asking, setAsking] = useState(false);
  const read = useRead(contests.listOwn, { query: { entryId, limit: 3 } }, { staleMs: 0 });
  const newest = read.data?.items.find(({ state }) => state !== 'withdrawn');
  if (read.data === undefined) return null;
  if (newest?.state === 'open') {
    return (
      <div className={styles.receipt}>
        <p>{t('waitingSince', { day: formatDay(newest.filedAt) })}</p>
        <b>{newest.reason}</b>
      </div>
    );
  }
  return (
    <>
      {newest === undefined ? null : <ContestAnswer contest={newest} />}
      {asking ? (
        <Ask entryId={entryId} onDone={() => setAsking(false)} />
      ) : (
        <Button fill="none" block onClick={() => setAsking(true)}>
          {t('ask')}
        </Button>
      )}
    </>
  );
}

function Ask({ entryId, onDone }: { entryId: string; onDone: () => void }) {
  const { t } = useTranslation('contests');
  const [refused, setRefused] = useState<string>();
  const ask = useMoneyMutation(contests.fileOwn, {
    changes: [contests.listOwn, reports.tasks],
    onDone: () => {
      Toast.show({ icon: 'success', content: t('sent') });
      onDone();
    },
    onRefused: (error) => setRefused(messageOf(error)),
  });
  const send = (reason: string): void => {
    setRefused(undefined);
    ask.start({ body: { entryId, reason } });
  };
  const words = { lead: t('askLead'), placeholder: t('askPlaceholder'), tooShort: t('tooShort'), send: t('send') };
  return <ReasonForm words={words} rows={3} sending={ask.sending} refused={refused} onSend={send} />;
}
