import { ownData } from '@red-points/shared/contracts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Checkbox, Dialog, Toast } from 'antd-mobile';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, messageOf, useMoneyMutation, useRead } from '../../api/index.ts';
import { formatHours } from '../../components/formatters.ts';
import { ListSection } from '../../phone/components/ListSection.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Shown } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import styles from '../own-data/own-data.module.css';

type Overview = CallAnswer<typeof ownData.overview>;

/** 注销账户: what is lost, what stays, what has to be settled first; then two ticks and one question. */
export function ErasePage() {
  const { t } = useTranslation('ownData');
  const back = useBack();
  const { person } = useSearch({ strict: false }) as { person?: string };
  const read = useRead(ownData.overview, { query: { personId: person } }, { staleMs: 0 });
  return (
    <PhonePage title={t('erase')} onBack={back}>
      <Shown of={read} rows={6}>
        {(data) => (
          <>
            {data.blocks.length === 0 ? null : (
              <ListSection title={t('blocked')}>
                <ul className={styles.words}>
                  {data.blocks.map(({ code, words }) => (
                    <li key={code}>{words}</li>
                  ))}
                </ul>
              </ListSection>
            )}
            <WhatHappens data={data} />
            {data.blocks.length === 0 ? <Ask data={data} child={person} /> : null}
          </>
        )}
      </Shown>
    </PhonePage>
  );
}

function WhatHappens({ data }: { data: Overview }) {
  const { t } = useTranslation('ownData');
  const unit = data.fundUnitName;
  return (
    <>
      <ListSection title={t('lostTitle')}>
        <ul className={styles.words}>
          <li>{t('lost.name')}</li>
          <li>{t('lost.signIn')}</li>
          <li>{t('lost.hours', { hours: formatHours(data.minutes) })}</li>
          {data.available > 0 ? <li>{t('lost.points', { points: data.available, unit })}</li> : null}
        </ul>
      </ListSection>
      <ListSection title={t('keptTitle')}>
        <ul className={styles.words}>
          <li>{t('kept.entries')}</li>
          <li>{t('kept.evidence')}</li>
        </ul>
      </ListSection>
      <ListSection title={t('coolTitle', { days: data.coolingDays })}>
        <ul className={styles.words}>
          <li>{t('cool', { days: data.coolingDays, working: data.answerWorkingDays })}</li>
          <li>{t('anew')}</li>
        </ul>
      </ListSection>
    </>
  );
}

function Ask({ data, child }: { data: Overview; child: string | undefined }) {
  const { t } = useTranslation('ownData');
  const navigate = useNavigate();
  const [understood, setUnderstood] = useState(false);
  const [giveRest, setGiveRest] = useState(false);
  const say = (error: unknown): void => void Toast.show(messageOf(error));
  const ask = useMoneyMutation(ownData.askErasure, {
    changes: [ownData.overview],
    onDone: () => {
      Toast.show(t('sent', { days: data.coolingDays }));
      void navigate({ to: '/own-data', replace: true });
    },
    onRefused: say,
  });
  const hasRest = data.available > 0;
  const send = async (): Promise<void> => {
    const sure = await Dialog.confirm({
      content: t('sendAsk', { days: data.coolingDays }),
      confirmText: t('send'),
    });
    if (sure)
      ask.start({ body: { ...(child === undefined ? {} : { personId: child }), giveRest: hasRest && giveRest } });
  };
  return (
    <ListSection title={t('send')}>
      <div className={styles.agree}>
        {hasRest ? (
          <>
            <Checkbox checked={giveRest} onChange={setGiveRest}>
              {t('giveRest', { points: data.available, unit: data.fundUnitName })}
            </Checkbox>
            <span className="quiet">{t('giveRestHint')}</span>
          </>
        ) : null}
        <Checkbox checked={understood} onChange={setUnderstood}>
          {t('understood')}
        </Checkbox>
        <Button
          block
          color="danger"
          disabled={!understood || (hasRest && !giveRest)}
          loading={ask.sending}
          onClick={() => void send()}
        >
          {t('send')}
        </Button>
      </div>
    </ListSection>
  );
}
