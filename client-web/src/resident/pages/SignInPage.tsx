import { sessions } from '@red-points/shared/contracts';
import { Navigate } from '@tanstack/react-router';
import { Button } from 'antd-mobile';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, messageOf, useSession } from '../../api/index.ts';
import { useNow } from '../../components/clock.ts';
import { useDemoSignIns } from '../../components/DemoCards.tsx';
import { useChosenCard } from '../../components/use-chosen-card.ts';
import { trialCode, useCardSignIn, useCodeSignIn } from '../../components/use-sign-in.ts';
import { SignInField, SignInFrame } from '../../phone/components/SignInFrame.tsx';
import { signInRoute } from '../router.tsx';

const PHONE = /^1[3-9]\d{9}$/;
const CODE = /^\d{6}$/;

/** Residents sign in by phone and one-time code. */
export function SignInPage() {
  const { t } = useTranslation('signIn');
  const session = useSession();
  const { next, card: wantedCard } = signInRoute.useSearch();
  const byCode = useCodeSignIn();
  const byCard = useCardSignIn();
  const cards = useDemoSignIns().filter((card) => card.face === 'resident');
  useChosenCard(cards, wantedCard, byCard.mutate);
  const sending = useCodeSending();
  const [phone, setPhone] = useState('');
  const [code, setCode] = useState('');
  const [checked, setChecked] = useState(false);
  if (session.kind === 'signed_in' && (wantedCard === undefined || byCard.isSuccess))
    return <Navigate to={next ?? '/'} replace />;

  const phoneWrong = (checked || sending.asked) && !PHONE.test(phone) ? t('badPhone') : undefined;
  const codeWrong = checked && !CODE.test(code) ? t('badCode') : undefined;
  const error = byCode.error ?? byCard.error ?? sending.error;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(true);
    if (PHONE.test(phone) && CODE.test(code)) byCode.mutate({ phone, code });
  };
  const busy = byCode.isPending || byCard.isPending;
  return (
    <SignInFrame
      title={t('resident.title')}
      lead={t('resident.lead')}
      trouble={error === null ? undefined : messageOf(error)}
      cards={cards}
      busy={busy}
      onCard={(card) => byCard.mutate(card)}
    >
      <form onSubmit={submit} noValidate>
        <SignInField label={t('phone')} error={phoneWrong}>
          <input
            type="tel"
            inputMode="numeric"
            autoComplete="tel-national"
            maxLength={11}
            placeholder={t('phonePlaceholder')}
            value={phone}
            onChange={(event) => setPhone(event.target.value.replace(/\D/g, ''))}
          />
        </SignInField>
        <SignInField
          label={t('code')}
          error={codeWrong}
          end={
            <button
              type="button"
              disabled={sending.waitSeconds > 0 || sending.busy}
              onClick={() => void sending.send(phone)}
            >
              {sending.waitSeconds > 0 ? t('sendAgain', { seconds: sending.waitSeconds }) : t('sendCode')}
            </button>
          }
        >
          <input
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={6}
            placeholder={t('codePlaceholder')}
            value={code}
            onChange={(event) => setCode(event.target.value.replace(/\D/g, ''))}
          />
        </SignInField>
        {sending.notice === undefined ? null : (
          <p className="small quiet" role="status">
            {sending.notice}
          </p>
        )}
        <Button type="submit" color="primary" block loading={byCode.isPending} disabled={busy}>
          {t('submit')}
        </Button>
        <p className="small quiet">{t('newHere')}</p>
      </form>
    </SignInFrame>
  );
}

/** Sends codes, counts down until the next one may be asked for, and shows the code of a trial. */
function useCodeSending() {
  const { t } = useTranslation('signIn');
  const nowMs = useNow();
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [resendAtMs, setResendAtMs] = useState(0);
  const [notice, setNotice] = useState<string>();
  const send = async (phone: string): Promise<void> => {
    setAsked(true);
    if (!PHONE.test(phone)) return;
    setBusy(true);
    setError(null);
    try {
      const sent = await call(sessions.sendCode, { body: { phone } });
      setResendAtMs(Date.parse(sent.resendAt));
      const trial = await trialCode(phone);
      setNotice(trial === undefined ? t('codeSent', { phone }) : t('trialCode', { code: trial }));
    } catch (failure) {
      setError(failure);
    }
    setBusy(false);
  };
  return { asked, busy, error, notice, send, waitSeconds: Math.max(0, Math.ceil((resendAtMs - nowMs) / 1000)) };
}
