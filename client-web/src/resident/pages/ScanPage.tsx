import { readScannedText } from '@red-points/shared/domain/qr';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { Toast } from 'antd-mobile';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Scanner } from '../../components/Scanner.tsx';
import { ScanFrame } from '../../phone/components/ScanFrame.tsx';
import { useBack } from '../../phone/use-back.ts';
import { scanRoute } from '../router.tsx';

/** Scans a check-in code or a shop's code and goes where it leads. */
export function ScanPage() {
  const { t } = useTranslation('resident');
  const back = useBack();
  const navigate = useNavigate();
  const { activity } = scanRoute.useSearch();
  const router = useRouter();
  // Fetched before anything is scanned: the network may be gone by then, and the page that keeps the scan must be there.
  useEffect(() => void router.preloadRoute({ to: '/check-in' }), [router]);
  const onCode = async (text: string): Promise<void> => {
    const read = readScannedText(text);
    if (read.kind === 'check_in' || read.kind === 'activity_poster')
      await navigate({ to: '/check-in', search: { code: read.token, activity }, replace: true });
    else if (read.kind === 'shop_poster')
      await navigate({ to: '/shop-code', search: { code: read.token }, replace: true });
    else
      Toast.show({
        content:
          read.kind === 'resident_code' || read.kind === 'digits' || read.kind === 'resident_card'
            ? t('scan.own')
            : `${t('scan.foreign')}\n${t('scan.foreignHint')}`,
        duration: 2500,
      });
  };
  return (
    <ScanFrame title={t('scan.title')} onBack={back}>
      <Scanner onCode={onCode} hint={t('scan.hint')} />
    </ScanFrame>
  );
}
