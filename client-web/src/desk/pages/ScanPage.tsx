import { type Attendance, activities, checkIns } from '@red-points/shared/contracts';
import { readScannedText } from '@red-points/shared/domain/qr';
import { type Declarations, eligibilityOf } from '@red-points/shared/domain/rules';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd-mobile';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange } from '../../api/index.ts';
import { Scanner } from '../../components/Scanner.tsx';
import { DeclaredAnswers } from '../../phone/components/DeclaredAnswers.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { ScanFrame } from '../../phone/components/ScanFrame.tsx';
import { useBack } from '../../phone/use-back.ts';
import styles from '../desk.module.css';
import { scanRoute } from '../router.tsx';
import { useAsked } from '../use-asked.ts';

interface Said {
  readonly tone: 'success' | 'warning';
  readonly words: string;
}

/** One card after the other is scanned at the door, in or out, without a touch in between. */
export function ScanPage() {
  const { t } = useTranslation('desk');
  const { activityId } = scanRoute.useParams();
  const { act } = scanRoute.useSearch();
  const back = useBack();
  const navigate = useNavigate();
  const [said, setSaid] = useState<Said>();
  const [count, setCount] = useState(0);
  const scan = useChange(checkIns.scanPerson, { changes: [checkIns.attendances, activities.get, activities.list] });
  const asked = useAsked(activityId);
  const [declarations, setDeclarations] = useState<Declarations>({});
  const [confirmed, setConfirmed] = useState(false);
  const [tried, setTried] = useState(false);
  const words = ({ maskedName: name, minutes, flags }: Attendance): string => {
    if (act === 'in') return t('scan.in', { name });
    return flags.includes('stay_too_short')
      ? t('scan.outShort', { name })
      : t('scan.out', { name, minutes: minutes ?? 0 });
  };
  const onCode = async (code: string): Promise<void> => {
    const { kind } = readScannedText(code);
    if (kind !== 'resident_card' && kind !== 'resident_code' && kind !== 'digits') {
      setSaid({ tone: 'warning', words: t('scan.wrong') });
      return;
    }
    try {
      const attendance = await scan.mutateAsync({ params: { activityId }, body: { code, act, declarations } });
      setCount((before) => before + 1);
      setSaid({ tone: 'success', words: words(attendance) });
    } catch (error) {
      setSaid({ tone: 'warning', words: messageOf(error) });
    }
  };
  if (act === 'in' && asked !== undefined && asked.notEligible.length > 0 && !confirmed) {
    const begin = (): void => {
      setTried(true);
      setConfirmed(eligibilityOf(asked, declarations).kind === 'eligible');
    };
    return (
      <PhonePage
        title={t('scan.titleIn')}
        onBack={back}
        bottom={
          <Button color="primary" block onClick={begin}>
            {t('scan.begin')}
          </Button>
        }
      >
        <p className="small quiet">{t('list.asked')}</p>
        <DeclaredAnswers terms={asked} value={declarations} onChange={setDeclarations} checked={tried} />
      </PhonePage>
    );
  }
  return (
    <ScanFrame title={t(act === 'in' ? 'scan.titleIn' : 'scan.titleOut')} onBack={back}>
      <Scanner onCode={onCode} hint={count === 0 ? t('scan.hint') : t('scan.count', { count })}>
        {said === undefined ? null : (
          <p className={styles.done} data-tone={said.tone} role="status">
            {said.words}
          </p>
        )}
        {act === 'in' ? (
          <button
            type="button"
            className={styles.byName}
            onClick={() => void navigate({ to: '/activities/$activityId/list', params: { activityId }, replace: true })}
          >
            {t('scan.byName')}
          </button>
        ) : null}
      </Scanner>
    </ScanFrame>
  );
}
