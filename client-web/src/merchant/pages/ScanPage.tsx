import { redemptionCodes } from '@red-points/shared/contracts';
import { readScannedText } from '@red-points/shared/domain/qr';
import { useNavigate } from '@tanstack/react-router';
import { Toast } from 'antd-mobile';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, call, messageOf } from '../../api/index.ts';
import { Scanner } from '../../components/Scanner.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { ScanFrame } from '../../phone/components/ScanFrame.tsx';
import { Nothing } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import { ScannedResident } from '../ScannedResident.tsx';
import { useOwnShop } from '../shop.ts';

type Scan = CallAnswer<typeof redemptionCodes.scan>;

/** The shop scans a resident's one-time code, or types its digits, then picks what is redeemed. */
export function ScanPage() {
  const { t } = useTranslation('merchant');
  const back = useBack();
  const shop = useOwnShop();
  const [scan, setScan] = useState<Scan>();
  if (shop === undefined) {
    return (
      <PhonePage title={t('scan.title')} onBack={back}>
        <Nothing title={t('noShop')} />
      </PhonePage>
    );
  }
  if (scan !== undefined) return <ScannedResident key={scan.scanId} scan={scan} onAgain={() => setScan(undefined)} />;
  return <ScanCode shopId={shop.shopId} onScan={setScan} />;
}

function ScanCode({ shopId, onScan }: { shopId: string; onScan: (scan: Scan) => void }) {
  const { t } = useTranslation('merchant');
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const onCode = async (text: string): Promise<void> => {
    const read = readScannedText(text);
    if (read.kind !== 'resident_code' && read.kind !== 'digits' && read.kind !== 'resident_card') {
      const words =
        read.kind === 'shop_poster'
          ? t('scan.poster')
          : read.kind === 'check_in'
            ? t('scan.checkIn')
            : t('scan.foreign');
      Toast.show({ content: words, duration: 2500 });
      return;
    }
    setBusy(true);
    try {
      onScan(await call(redemptionCodes.scan, { body: { code: text, shopId } }));
    } catch (error) {
      Toast.show({ content: messageOf(error), duration: 3000 });
      setBusy(false);
    }
  };
  return (
    <ScanFrame title={t('scan.title')} onBack={() => void navigate({ to: '/' })}>
      <Scanner onCode={onCode} paused={busy} hint={t('scan.hint')} />
    </ScanFrame>
  );
}
