import { objections, publicity, reports } from '@red-points/shared/contracts';
import { useNavigate } from '@tanstack/react-router';
import { Button, TextArea, Toast } from 'antd-mobile';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ItemOf, messageOf, useMoneyMutation } from '../../api/index.ts';
import styles from '../EntrySheet.module.css';

const WORDS_MIN = 2;
const WORDS_MAX = 300;

export interface ObjectToLineProps {
  line: ItemOf<typeof publicity.neighbours>;
  /** Whether objections are taken still. */
  isOpen: boolean;
  onDone: () => void;
}

/** At the foot of an opened line: a way to object, or why there is none. */
export function ObjectToLine({ line, isOpen, onDone }: ObjectToLineProps) {
  const { t } = useTranslation(['objections', 'common']);
  const navigate = useNavigate();
  const [writing, setWriting] = useState(false);
  const close = (
    <Button block onClick={onDone}>
      {t('action.close', { ns: 'common' })}
    </Button>
  );
  if (line.objectedByMe) {
    return (
      <>
        <Button color="primary" block onClick={() => void navigate({ to: '/objections' })}>
          {t('menu.objections')}
        </Button>
        {close}
      </>
    );
  }
  if (!isOpen || line.state === 'posted' || line.state === 'refused') {
    return (
      <>
        <p className="quiet">{t('closed')}</p>
        {close}
      </>
    );
  }
  return (
    <>
      {writing ? (
        <Words creditId={line.creditId} onDone={onDone} />
      ) : (
        <Button color="primary" block onClick={() => setWriting(true)}>
          {t('object')}
        </Button>
      )}
      {close}
    </>
  );
}

function Words({ creditId, onDone }: { creditId: string; onDone: () => void }) {
  const { t } = useTranslation('objections');
  const [words, setWords] = useState('');
  const [trouble, setTrouble] = useState<string>();
  const file = useMoneyMutation(objections.fileOwn, {
    changes: [publicity.neighbours, publicity.batches, objections.listOwn, objections.concerning, reports.tasks],
    onDone: () => {
      Toast.show({ icon: 'success', content: t('sent') });
      onDone();
    },
    onRefused: (error) => setTrouble(messageOf(error)),
  });
  const send = (): void => {
    const reason = words.trim();
    setTrouble(reason.length < WORDS_MIN ? t('tooShort') : undefined);
    if (reason.length >= WORDS_MIN) file.start({ body: { creditId, reason } });
  };
  return (
    <div className={styles.receipt}>
      <p id="objection-lead">{t('reasonLabel')}</p>
      {/* Not a child itself: this card lays its blocks out in two columns. */}
      <section>
        <TextArea
          autoFocus
          rows={4}
          maxLength={WORDS_MAX}
          showCount
          value={words}
          onChange={setWords}
          placeholder={t('reasonHint')}
          aria-labelledby="objection-lead"
        />
      </section>
      {trouble === undefined ? null : (
        <p role="alert" data-trouble="true">
          {trouble}
        </p>
      )}
      <Button color="primary" block loading={file.sending} onClick={send}>
        {t('send')}
      </Button>
    </div>
  );
}
