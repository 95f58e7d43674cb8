import ExclamationCircleOutlined from '@ant-design/icons-svg/es/asn/ExclamationCircleOutlined';
import EyeInvisibleOutlined from '@ant-design/icons-svg/es/asn/EyeInvisibleOutlined';
import EyeOutlined from '@ant-design/icons-svg/es/asn/EyeOutlined';
import ReloadOutlined from '@ant-design/icons-svg/es/asn/ReloadOutlined';
import UserOutlined from '@ant-design/icons-svg/es/asn/UserOutlined';
import { live, people, type Redemption, redemptionEventSchema, redemptions } from '@red-points/shared/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Dialog } from 'antd-mobile';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryKey, useLive, useRead } from '../../api/index.ts';
import { serverNowMs, useNow } from '../../components/clock.ts';
import { formatCountdown, formatNumber } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { QrCode } from '../../components/QrCode.tsx';
import { Ring } from '../../components/Ring.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Trouble, Waiting } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import { type OwnPerson, useActingPerson } from '../acting.ts';
import { useOneTimeCode } from '../one-time-code.ts';
import { PinForMore, usePinCheck } from '../redemption/PinForMore.tsx';
import styles from './MyCodePage.module.css';

/** The resident's one-time code for a shop to scan: as large as the width allows, renewed by itself. */
export function MyCodePage() {
  const { t } = useTranslation('resident');
  const back = useBack();
  const person = useActingPerson();
  const pin = usePinCheck();
  const code = useOneTimeCode(pin.pinCheckId);
  useShopActs(person);
  return (
    <PhonePage title={t('code.title')} onBack={back} white>
      <p className={styles.who}>
        <span>
          <Icon of={UserOutlined} size={16} className="quiet" />
          {t('code.using', { name: person?.name ?? '' })}
        </span>
      </p>
      {code.current === undefined ? (
        code.error === null ? (
          <Waiting rows={8} />
        ) : (
          <Trouble error={code.error} onRetry={code.renew} />
        )
      ) : (
        <Shown code={code.current} onRenew={code.renew} renewing={code.renewing} />
      )}
      <PinForMore pin={pin} />
      <p className={styles.warning}>
        <Icon of={ExclamationCircleOutlined} size={18} />
        {t('code.warning')}
      </p>
      <p className={`small quiet ${styles.tip}`}>{t('code.hint')}</p>
    </PhonePage>
  );
}

/** When the shop has scanned the code, this phone goes to what it has to confirm or what came of it. */
function useShopActs(person: OwnPerson | undefined): void {
  const navigate = useNavigate();
  const client = useQueryClient();
  const reread = useCallback(() => void client.invalidateQueries({ queryKey: [redemptions.listOwn.id] }), [client]);
  const show = useCallback(
    (redemptionId: string) =>
      void navigate({ to: '/redemptions/$redemptionId', params: { redemptionId }, replace: true }),
    [navigate],
  );
  useLive(`${live.events.path}?topics=${encodeURIComponent(`resident:${person?.personId ?? ''}`)}`, {
    onEvent: ({ data }) => {
      const told = redemptionEventSchema.safeParse(data).data?.payload.told;
      if (told === undefined || !isOfCode(told)) return reread();
      // The event carries what there is to see: the page shows it at once, and asks once more by itself.
      const shown: Redemption = { ...told, personName: person?.name ?? '', pendingRefunds: [] };
      client.setQueryData(queryKey(redemptions.get, { params: { redemptionId: told.redemptionId } }), shown);
      show(told.redemptionId);
    },
    onCatchUp: reread,
    enabled: person !== undefined,
  });
  // Asked for all the same: a phone suspends events, and says nothing of it.
  const newest = useRead(redemptions.listOwn, { query: { limit: 1 } }, { everyMs: 2000, staleMs: 0 }).data?.items[0];
  const [openedAtMs] = useState(serverNowMs);
  useEffect(() => {
    // A little earlier than the page: the shop may be quicker than this clock is right.
    if (newest !== undefined && isOfCode(newest) && Date.parse(newest.createdAt) >= openedAtMs - 5000)
      show(newest.redemptionId);
  }, [newest, show, openedAtMs]);
}

/** Whether it began with what this page holds up, or with the card that stands for it. */
const isOfCode = ({ via }: Pick<Redemption, 'via'>): boolean => via === 'resident_code' || via === 'card';

type Code = NonNullable<ReturnType<typeof useOneTimeCode>['current']>;

function Shown({ code, onRenew, renewing }: { code: Code; onRenew: () => void; renewing: boolean }) {
  const { t } = useTranslation(['resident', 'common']);
  const nowMs = useNow();
  const account = useRead(people.ownAccount, {});
  const leftMs = code.refreshAtMs - nowMs;
  const expired = nowMs >= code.expiresAtMs;
  const available =
    account.data === undefined ? '—' : `${formatNumber(account.data.available)} ${t('unit.points', { ns: 'common' })}`;
  return (
    <>
      <Ring startsAtMs={code.startsAtMs} endsAtMs={code.refreshAtMs}>
        <div className={styles.code} data-expired={expired}>
          <QrCode text={code.codeUrl} errorCorrection="L" label={t('code.label')} />
        </div>
      </Ring>
      <p className={styles.next}>
        {expired ? (
          <span role="alert">{t('code.expired')}</span>
        ) : (
          <>
            <b>{formatCountdown(leftMs)}</b>
            <span className="quiet">{t('code.renewed')}</span>
          </>
        )}
        <button type="button" className="plain-button link" disabled={renewing} onClick={onRenew}>
          <Icon of={ReloadOutlined} size={16} />
          {t('code.now')}
        </button>
      </p>
      <div className={styles.rows}>
        <Secret
          key={code.digits}
          label={t('code.digits')}
          text={code.digits.replace(/(\d{4})(?=\d)/g, '$1 ')}
          dots={8}
          ask={t('code.digitsAsk')}
        />
        <Secret label={t('code.available')} text={available} dots={3} />
      </div>
    </>
  );
}

/** A line that stays hidden from people who stand behind until it is asked for. */
function Secret({ label, text, dots, ask }: { label: string; text: string; dots: number; ask?: string }) {
  const { t } = useTranslation(['common', 'resident']);
  const [shown, setShown] = useState(false);
  const toggle = async (): Promise<void> => {
    // Digits can be asked for by telephone, by whoever says to be from the shop or the office.
    const isSure =
      shown ||
      ask === undefined ||
      (await Dialog.confirm({
        title: label,
        content: ask,
        confirmText: t('resident:code.digitsShow'),
        cancelText: t('action.cancel'),
      }));
    if (isSure) setShown(!shown);
  };
  return (
    <div>
      {label}
      {shown ? <b>{text}</b> : <span className={styles.dots}>{'•'.repeat(dots)}</span>}
      <button type="button" className="plain-button link" aria-pressed={shown} onClick={() => void toggle()}>
        <Icon of={shown ? EyeInvisibleOutlined : EyeOutlined} size={18} />
        {t(shown ? 'action.hide' : 'action.show')}
      </button>
    </div>
  );
}
