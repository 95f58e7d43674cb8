import CalendarOutlined from '@ant-design/icons-svg/es/asn/CalendarOutlined';
import PhoneOutlined from '@ant-design/icons-svg/es/asn/PhoneOutlined';
import QrcodeOutlined from '@ant-design/icons-svg/es/asn/QrcodeOutlined';
import SoundOutlined from '@ant-design/icons-svg/es/asn/SoundOutlined';
import SwapOutlined from '@ant-design/icons-svg/es/asn/SwapOutlined';
import { activities, people, redemptions } from '@red-points/shared/contracts';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd-mobile';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/index.ts';
import { businessDate, formatDate, formatTime, inClauses } from '../components/formatters.ts';
import { Icon } from '../components/icons.tsx';
import { useNoticesLive, useUnread } from '../features/notices/use-unread.ts';
import { BigTasks } from '../phone/components/ActionTiles.tsx';
import { BalanceCard } from '../phone/components/BalanceCard.tsx';
import { Banner } from '../phone/components/Banner.tsx';
import { PhonePage } from '../phone/components/PhonePage.tsx';
import { Trouble } from '../phone/components/states.tsx';
import { chooseElder } from '../phone/elder.ts';
import { useActingPerson } from './acting.ts';
import { DebtNote } from './DebtNote.tsx';
import styles from './ElderHome.module.css';

/** 长辈版: the balance and three tasks in big type, and the page read aloud. */
export function ElderHome() {
  const { t } = useTranslation(['resident', 'residentAccounts', 'notices', 'debt']);
  const navigate = useNavigate();
  const person = useActingPerson();
  const account = useRead(people.ownAccount, {});
  const unread = useUnread();
  useNoticesLive(person === undefined ? undefined : `person:${person.personId}`);
  const open =
    useRead(redemptions.listOwn, { query: { show: 'open' } }, { everyMs: 8000, staleMs: 0 }).data?.items ?? [];
  const today = useRead(activities.listForResidents, { query: { limit: 5 } }).data?.items.find(
    (activity) => businessDate(activity.startsAt) === businessDate(),
  );
  const due = account.data?.nextExpiry;
  const dueText = due ? t('elder.due', { points: due.points, date: formatDate(due.lastDay) }) : t('elder.dueNone');
  const todayText = today === undefined ? t('elder.todayNone') : `${formatTime(today.startsAt)} ${today.title}`;
  const owed = account.data?.owed ?? 0;
  const spokenDue = inClauses(dueText, ...(owed > 0 ? [t('spoken', { ns: 'debt', points: owed })] : []));
  const name = person?.name ?? '';
  return (
    <PhonePage
      header={
        <header className={styles.head}>
          <h1>{t('home.helloElder', { name })}</h1>
          <ReadAloud
            text={t('elder.spoken', {
              name,
              points: account.data?.available ?? 0,
              due: spokenDue,
              activity: todayText,
            })}
          />
        </header>
      }
      bottom={
        <div className={styles.foot}>
          <Button onClick={() => void navigate({ to: '/me' })}>{t('menu.more', { ns: 'residentAccounts' })}</Button>
          <Button onClick={() => chooseElder(false)}>
            <span className={styles.back}>
              <Icon of={SwapOutlined} size={24} />
              {t('elder.back')}
            </span>
          </Button>
        </div>
      }
    >
      {account.isError && account.data === undefined ? (
        <Trouble error={account.error} onRetry={() => void account.refetch()} />
      ) : (
        <BalanceCard label={t('home.available')} points={account.data?.available} note={dueText} />
      )}
      <DebtNote account={account.data} />
      {unread > 0 ? (
        <Banner tone="slate" onOpen={() => void navigate({ to: '/messages' })}>
          {t('newCount', { ns: 'notices', count: unread })}
        </Banner>
      ) : null}
      {open.map((redemption) => (
        <Banner
          key={redemption.redemptionId}
          onOpen={() =>
            void navigate({ to: '/redemptions/$redemptionId', params: { redemptionId: redemption.redemptionId } })
          }
        >
          {t(redemption.state === 'awaiting_resident' ? 'home.approveWaiting' : 'home.openRedemption')}
        </Banner>
      ))}
      <BigTasks
        tiles={[
          {
            key: 'code',
            icon: QrcodeOutlined,
            title: t('home.code'),
            hint: t('elder.codeHint'),
            main: true,
            onOpen: () => void navigate({ to: '/code' }),
          },
          {
            key: 'today',
            icon: CalendarOutlined,
            title: t('elder.today'),
            hint: todayText,
            onOpen: () =>
              void (today === undefined
                ? navigate({ to: '/activities' })
                : navigate({ to: '/activities/$activityId', params: { activityId: today.activityId } })),
          },
          {
            key: 'help',
            icon: PhoneOutlined,
            title: t('elder.help'),
            hint: t('elder.helpHint'),
            onOpen: () => void navigate({ to: '/help' }),
          },
        ]}
      />
    </PhonePage>
  );
}

/** Reads the page aloud with the phone's own voice; absent where the phone has none. */
function ReadAloud({ text }: { text: string }) {
  const { t, i18n } = useTranslation('resident');
  const [speaking, setSpeaking] = useState(false);
  useEffect(() => () => window.speechSynthesis?.cancel(), []);
  if (!('speechSynthesis' in window)) return null;
  const toggle = (): void => {
    window.speechSynthesis.cancel();
    if (speaking) {
      setSpeaking(false);
      return;
    }
    const speech = new SpeechSynthesisUtterance(text);
    speech.lang = i18n.language === 'en' ? 'en' : 'zh-CN';
    speech.rate = 0.9;
    speech.onend = () => setSpeaking(false);
    speech.onerror = () => setSpeaking(false);
    setSpeaking(true);
    window.speechSynthesis.speak(speech);
  };
  return (
    <button type="button" className={styles.read} onClick={toggle} aria-pressed={speaking}>
      <Icon of={SoundOutlined} size={24} />
      {t(speaking ? 'elder.stop' : 'elder.read')}
    </button>
  );
}
