import { contests, reports } from '@red-points/shared/contracts';
import { Button, TextArea, Toast } from 'antd-mobile';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useMoneyMutation, useRead } from '../../api/index.ts';
import { formatDay } from '../../components/formatters.ts';
import styles from '../EntrySheet.module.css';
import { ContestAnswer } from './ContestAnswer.tsx';

const WORDS_MIN = 2;
const WORDS_MAX = 300;

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
  const [words, setWords] = useState('');
  const [trouble, setTrouble] = useState<string>();
  const ask = useMoneyMutation(contests.fileOwn, {
    changes: [contests.listOwn, reports.tasks],
    onDone: () => {
      Toast.show({ icon: 'success', content: t('sent') });
      onDone();
    },
    onRefused: (error) => setTrouble(messageOf(error)),
  });
  const send = (): void => {
    const reason = words.trim();
    setTrouble(reason.length < WORDS_MIN ? t('tooShort') : undefined);
    if (reason.length >= WORDS_MIN) ask.start({ body: { entryId, reason } });
  };
  return (
    <div className={styles.receipt}>
      <p id="contest-lead">{t('askLead')}</p>
      {/* Not a child itself: this card lays its blocks out in two columns. */}
      <section>
        <TextArea
          autoFocus
          rows={3}
          maxLength={WORDS_MAX}
          showCount
          value={words}
          onChange={setWords}
          placeholder={t('askPlaceholder')}
          aria-labelledby="contest-lead"
        />
      </section>
      {trouble === undefined ? null : (
        <p role="alert" data-trouble="true">
          {trouble}
        </p>
      )}
      <Button color="primary" block loading={ask.sending} onClick={send}>
        {t('send')}
      </Button>
    </div>
  );
}
