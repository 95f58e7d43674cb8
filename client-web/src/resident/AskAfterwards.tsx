import { type Attendance, checkIns } from '@red-points/shared/contracts';
import type { Declarations } from '@red-points/shared/domain/rules';
import { Button } from 'antd-mobile';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, ProblemError, useChange } from '../api/index.ts';
import { allAnswered } from '../features/rules/declarations.ts';
import { Banner } from '../phone/components/Banner.tsx';
import { DeclaredAnswers } from '../phone/components/DeclaredAnswers.tsx';
import { Outcome } from '../phone/components/Outcome.tsx';
import { PhonePage } from '../phone/components/PhonePage.tsx';
import { deviceName } from './device.ts';
import { CHECK_IN_CHANGES, dropScan, type PendingScan } from './pending-scan.ts';

/** The scan went out by itself and counts; what the rule asks about pay is answered now. */
export function AskAfterwards({
  scan,
  onBack,
  onDone,
}: {
  scan: PendingScan;
  onBack: () => void;
  onDone: (attendance: Attendance) => void;
}) {
  const { t } = useTranslation('resident');
  const [declarations, setDeclarations] = useState<Declarations>({});
  const [tried, setTried] = useState(false);
  const answer = useChange(checkIns.deliver, {
    changes: CHECK_IN_CHANGES,
    onDone: (attendance) => {
      onDone(attendance);
      dropScan();
    },
  });
  const { code, scanId, delivered } = scan;
  const asked = { notEligible: [...(delivered?.asks ?? [])] };
  const send = (): void => {
    setTried(true);
    if (allAnswered(asked, declarations)) answer.mutate({ body: { code, scanId, device: deviceName(), declarations } });
  };
  if (answer.error instanceof ProblemError && answer.error.status < 500) {
    return (
      <PhonePage title={t('checkIn.title')} onBack={onBack}>
        <Banner tone="danger">{messageOf(answer.error)}</Banner>
        <Button color="primary" block onClick={dropScan}>
          {t('checkIn.askedDone')}
        </Button>
      </PhonePage>
    );
  }
  return (
    <PhonePage title={t('checkIn.title')} onBack={onBack}>
      <Outcome
        kind="success"
        title={t('checkIn.deliveredFresh', { title: delivered?.title ?? '' })}
        below={t('checkIn.askNow')}
      />
      <DeclaredAnswers terms={asked} value={declarations} onChange={setDeclarations} checked={tried} />
      {answer.error === null ? null : <Banner tone="danger">{messageOf(answer.error)}</Banner>}
      <Button color="primary" block loading={answer.isPending} onClick={send}>
        {t('checkIn.sendAnswer')}
      </Button>
    </PhonePage>
  );
}
