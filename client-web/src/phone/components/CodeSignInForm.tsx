import { sessions } from '@red-points/shared/contracts';
import { Button } from 'antd-mobile';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/index.ts';
import { useNow } from '../../components/clock.ts';
import { trialCode } from '../../components/use-sign-in.ts';
import { SignInField } from './SignInFrame.tsx';

const PHONE = /^1[3-9]\d{9}$/;
const CODE = /^\d{6}$/;

/** Sends codes, counts down until the next one may be asked for, and shows the code of a trial. */
export function useCodeSending() {
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

export interface CodeSignInFormProps {
  sending: ReturnType<typeof useCodeSending>;
  /** A sign-in is under way, by whatever way. */
  busy: boolean;
  /** The one by this form is. */
  submitting: boolean;
  onSubmit: (given: { phone: string; code: string }) => void;
  /** What a newcomer should know. */
  below: ReactNode;
}

/** Phone and one-time code, for residents and for people who work in a shop. */
export function CodeSignInForm({ sending, busy, submitting, onSubmit, below }: CodeSignInFormProps) {
  const { t } = useTranslation('signIn');
  const [phone, setPhone] = useState('');
  const [code, setCode] = useState('');
  const [checked, setChecked] = useState(false);
  const phoneWrong = (checked || sending.asked) && !PHONE.test(phone) ? t('badPhone') : undefined;
  const codeWrong = checked && !CODE.test(code) ? t('badCode') : undefined;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(true);
    if (PHONE.test(phone) && CODE.test(code)) onSubmit({ phone, code });
  };
  return (
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
      <Button type="submit" color="primary" block loading={submitting} disabled={busy}>
        {t('submit')}
      </Button>
      {below}
    </form>
  );
}
