import { redemptionPins } from '@red-points/shared/contracts';
import { Button, Toast } from 'antd-mobile';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useRead } from '../api/index.ts';
import { formatShortDay } from '../components/formatters.ts';
import { Row } from '../phone/components/ListSection.tsx';
import { PinSheet } from '../phone/components/PinSheet.tsx';

/** 兑换密码: the person takes the phone and types it twice; nobody reads it off the screen. */
export function PinRow({ personId }: { personId: string }) {
  const { t } = useTranslation('desk');
  const params = { personId };
  const read = useRead(redemptionPins.get, { params });
  const [first, setFirst] = useState<string>();
  const [open, setOpen] = useState(false);
  const [differs, setDiffers] = useState(false);
  const set = useChange(redemptionPins.set, {
    changes: [redemptionPins.get],
    onDone: () => {
      close();
      Toast.show(t('help.pinDone'));
    },
  });
  const close = (): void => {
    setOpen(false);
    setFirst(undefined);
    setDiffers(false);
    set.reset();
  };
  const onPin = (pin: string): void => {
    if (first === undefined) {
      setFirst(pin);
      setDiffers(false);
      set.reset();
    } else if (first === pin) {
      set.mutate({ params, body: { pin } }, { onError: () => setFirst(undefined) });
    } else {
      setFirst(undefined);
      setDiffers(true);
    }
  };
  const pin = read.data;
  const below =
    pin === undefined
      ? read.error === null
        ? ''
        : messageOf(read.error)
      : pin.locked
        ? t('help.pinLocked')
        : pin.set
          ? t('help.pinHas', { date: pin.setAt === null ? '' : formatShortDay(pin.setAt) })
          : t('help.pinNone');
  const refused = set.isError ? messageOf(set.error) : differs ? t('help.pinDiffers') : undefined;
  return (
    <>
      <Row
        title={t('help.pin')}
        below={below}
        end={
          <Button size="small" onClick={() => setOpen(true)}>
            {t(pin?.set ? 'help.pinNew' : 'help.pinSet')}
          </Button>
        }
      />
      <PinSheet
        open={open}
        title={t(first === undefined ? 'help.pinType' : 'help.pinAgain')}
        lead={t('help.pinLead')}
        sending={set.isPending}
        refused={refused}
        onPin={onPin}
        onClose={close}
      />
    </>
  );
}
