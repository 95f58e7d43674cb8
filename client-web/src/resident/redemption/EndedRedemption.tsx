import type { Redemption } from '@red-points/shared/contracts';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd-mobile';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { formatMoment } from '../../components/formatters.ts';
import { Banner } from '../../phone/components/Banner.tsx';
import { Card, Facts } from '../../phone/components/Card.tsx';
import { Outcome } from '../../phone/components/Outcome.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { OfferHead } from './OfferHead.tsx';

function endedBecause(redemption: Redemption, t: TFunction<'resident'>): string {
  if (redemption.state === 'revoked') return t('redeem.revoked');
  switch (redemption.closeReason) {
    case 'timed_out':
      return t('redeem.timedOut');
    case 'declined':
      return t('redeem.declined');
    case 'resident_refused':
      return t('redeem.refused');
    case null:
      return t('redeem.failedClose');
    default:
      return t(`redeem.closeReason.${redemption.closeReason}`);
  }
}

/** It came to nothing: why, that the points are back, and what to do next. */
export function EndedRedemption({ redemption, onHome }: { redemption: Redemption; onHome: () => void }) {
  const { t } = useTranslation('resident');
  const navigate = useNavigate();
  return (
    <PhonePage
      header={<span />}
      bottom={
        <>
          <Button color="primary" block onClick={() => void navigate({ to: '/scan' })}>
            {t('redeem.again')}
          </Button>
          <Button block onClick={onHome}>
            {t('redeem.done')}
          </Button>
        </>
      }
    >
      <Outcome
        kind="ended"
        title={endedBecause(redemption, t)}
        below={t('redeem.returned', { points: redemption.points })}
      />
      {redemption.note === null || redemption.note === '' ? null : (
        <Banner tone="slate">{t('redeem.returnedNote', { note: redemption.note })}</Banner>
      )}
      <Card>
        <OfferHead redemption={redemption} />
        <Facts
          rows={[{ label: t('redeem.time'), value: formatMoment(redemption.finishedAt ?? redemption.createdAt) }]}
        />
      </Card>
    </PhonePage>
  );
}
