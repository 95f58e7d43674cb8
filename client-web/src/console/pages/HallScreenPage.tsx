import { displays } from '@red-points/shared/contracts';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, call, messageOf, ProblemError } from '../../api/index.ts';
import { learnServerTime, useNow } from '../../components/clock.ts';
import { formatCountdown, formatMoment } from '../../components/formatters.ts';
import { Logo } from '../../components/icons.tsx';
import { useAwake } from '../../features/check-ins/use-screen.ts';
import board from '../display/CheckInBoard.module.css';
import { CheckInBoard, useDarkScreen } from '../display/CheckInBoard.tsx';
import styles from '../display/HallScreen.module.css';

type Answer = CallAnswer<typeof displays.screen>;

interface Credentials {
  readonly displayId: string;
  readonly secret: string;
}

const STORE_KEY = 'red-points.display';
const ASK_EVERY_MS = 4000;

function stored(): Credentials | undefined {
  const text = window.localStorage.getItem(STORE_KEY);
  return text === null ? undefined : (JSON.parse(text) as Credentials);
}

let beginning: Promise<Credentials> | undefined;

/** Asks for a pairing code once, however often the page is drawn. */
function begin(): Promise<Credentials> {
  beginning ??= call(displays.begin, {})
    .then(({ displayId, secret }) => {
      const credentials = { displayId, secret };
      window.localStorage.setItem(STORE_KEY, JSON.stringify(credentials));
      return credentials;
    })
    .finally(() => {
      beginning = undefined;
    });
  return beginning;
}

/** Asks what to show; a screen that the server does not know asks to be paired. */
async function ask(): Promise<Answer> {
  try {
    return await call(displays.screen, { body: stored() ?? (await begin()) });
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== 'display_unknown') throw error;
    window.localStorage.removeItem(STORE_KEY);
    return call(displays.screen, { body: await begin() });
  }
}

/** The screen in a hall: nobody signs in there; it is registered once and then shows what staff choose. */
export function HallScreenPage() {
  const { t } = useTranslation('checkInScreen');
  const screen = useQuery({
    queryKey: [displays.screen.id],
    queryFn: ask,
    refetchInterval: ASK_EVERY_MS,
    staleTime: 0,
  });
  const { data, error, refetch } = screen;
  useDarkScreen();
  useAwake();
  useNextCode(data, () => void refetch());
  if (error instanceof ProblemError && error.code === 'display_revoked') {
    return <Revoked words={messageOf(error)} onAgain={() => void refetch()} />;
  }
  if (data === undefined) {
    return (
      <main className={board['waiting']} role={error === null ? 'status' : 'alert'}>
        {error === null ? t('starting') : messageOf(error)}
      </main>
    );
  }
  // Without network the last code would mislead whoever scans it: the board says that it is old.
  if (data.state === 'showing')
    return <CheckInBoard screen={data.screen} worth={error === null ? 'current' : 'offline'} />;
  return data.state === 'pairing' ? <Pairing answer={data} /> : <Idle answer={data} />;
}

/** Asks again when the code runs out, not only now and then. */
function useNextCode(answer: Answer | undefined, onDue: () => void): void {
  const shown = answer?.state === 'showing' ? answer.screen : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each code.
  useEffect(() => {
    if (shown === undefined) return;
    learnServerTime(Date.parse(shown.serverTime));
    const leftMs = Date.parse(shown.codeExpiresAt) - Date.parse(shown.serverTime);
    const timer = window.setTimeout(onDue, Math.max(300, leftMs + 50));
    return () => window.clearTimeout(timer);
  }, [shown]);
}

function Pairing({ answer }: { answer: Extract<Answer, { state: 'pairing' }> }) {
  const { t } = useTranslation('checkInScreen');
  const nowMs = useNow(1000);
  const digits = answer.pairingCode.replace(/(\d{4})(?=\d)/g, '$1 ');
  return (
    <main className={styles['hall']}>
      <Head />
      <h1>{t('pairing.title')}</h1>
      <p>{t('pairing.lead')}</p>
      <b className={styles['digits']} role="status" aria-label={t('pairing.label', { code: answer.pairingCode })}>
        {digits}
      </b>
      <p className={styles['quiet']}>{t('pairing.phone')}</p>
      <p className={styles['quiet']}>
        {t('pairing.left', { time: formatCountdown(Math.max(0, Date.parse(answer.expiresAt) - nowMs)) })}
      </p>
    </main>
  );
}

function Idle({ answer }: { answer: Extract<Answer, { state: 'idle' }> }) {
  const { t } = useTranslation('checkInScreen');
  const { activity } = answer;
  return (
    <main className={styles['hall']}>
      <Head unit={answer.unitName} />
      <h1>{activity === null ? t('idle.title') : activity.title}</h1>
      {activity === null ? null : (
        <p className={styles['next']}>{`${t('idle.next')} · ${formatMoment(activity.startsAt)} · ${activity.place}`}</p>
      )}
      <p>{t('idle.lead')}</p>
      <p className={styles['quiet']}>{t('idle.name', { name: answer.name })}</p>
    </main>
  );
}

function Revoked({ words, onAgain }: { words: string; onAgain: () => void }) {
  const { t } = useTranslation('checkInScreen');
  const [asked, setAsked] = useState(false);
  const again = (): void => {
    setAsked(true);
    window.localStorage.removeItem(STORE_KEY);
    onAgain();
  };
  return (
    <main className={styles['hall']} role="alert">
      <Head />
      <h1>{t('off.title')}</h1>
      <p>{words}</p>
      <button type="button" disabled={asked} onClick={again}>
        {t('off.again')}
      </button>
    </main>
  );
}

function Head({ unit }: { unit?: string }) {
  const { t } = useTranslation('common');
  return (
    <header>
      <Logo size={48} />
      <b>{unit ?? t('brand')}</b>
    </header>
  );
}
