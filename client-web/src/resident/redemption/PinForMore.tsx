import LockOutlined from '@ant-design/icons-svg/es/asn/LockOutlined';
import { redemptionPins } from '@red-points/shared/contracts';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useRead } from '../../api/index.ts';
import { serverNowMs } from '../../components/clock.ts';
import { Icon } from '../../components/icons.tsx';
import { PinSheet } from '../../phone/components/PinSheet.tsx';
import styles from './PinForMore.module.css';

/** That the PIN was typed on this page, as long as it counts. */
export function usePinCheck() {
  const [checked, setChecked] = useState<{ pinCheckId: string; expiresAt: string }>();
  useEffect(() => {
    if (checked === undefined) return;
    const timer = window.setTimeout(
      () => setChecked(undefined),
      Math.max(0, Date.parse(checked.expiresAt) - serverNowMs()),
    );
    return () => window.clearTimeout(timer);
  }, [checked]);
  return { pinCheckId: checked?.pinCheckId, onChecked: setChecked };
}

/** Where the person has a PIN: typing it lets more be redeemed than the code or the poster alone. */
export function PinForMore({ pin }: { pin: ReturnType<typeof usePinCheck> }) {
  const { t } = useTranslation('resident');
  const own = useRead(redemptionPins.own, {}).data;
  const [open, setOpen] = useState(false);
  const check = useChange(redemptionPins.check, { changes: [redemptionPins.own] });
  if (own === undefined || !own.set) return null;
  if (own.locked) return <p className="small quiet">{t('pin.locked')}</p>;
  return (
    <>
      <p className={`small ${styles.more}`}>
        {pin.pinCheckId === undefined ? (
          <button type="button" className="plain-button link" onClick={() => setOpen(true)}>
            <Icon of={LockOutlined} size={16} />
            {t('pin.verb')}
          </button>
        ) : (
          <span role="status">{t('pin.done')}</span>
        )}
      </p>
      <PinSheet
        open={open}
        title={t('pin.title')}
        lead={t('pin.lead')}
        sending={check.isPending}
        refused={check.isError ? messageOf(check.error) : undefined}
        onPin={(typed) =>
          check.mutate(
            { body: { pin: typed } },
            {
              onSuccess: (answer) => {
                pin.onChecked(answer);
                setOpen(false);
              },
            },
          )
        }
        onClose={() => {
          check.reset();
          setOpen(false);
        }}
      />
    </>
  );
}
