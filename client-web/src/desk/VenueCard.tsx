import { checkIns } from '@red-points/shared/contracts';
import { Button, Toast } from 'antd-mobile';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useRead } from '../api/index.ts';
import { Card } from '../phone/components/Card.tsx';
import { Row } from '../phone/components/ListSection.tsx';

const RADIUS_METRES = 200;
const POSITION_WITHIN_MS = 10_000;

/** The venue, set by standing in it; residents' phones then say inside or outside, as a hint for reviewers. */
export function VenueCard({ activityId }: { activityId: string }) {
  const { t } = useTranslation('desk');
  const [locating, setLocating] = useState(false);
  const params = { activityId };
  const read = useRead(checkIns.venue, { params });
  const change = useChange(checkIns.setVenue, { changes: [checkIns.venue] });
  const venue = read.data?.venue ?? null;
  const failed = (error: unknown): void => void Toast.show({ content: messageOf(error), duration: 3000 });
  const setHere = (): void => {
    setLocating(true);
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude } }) => {
        setLocating(false);
        change.mutate(
          { params, body: { venue: { latitude, longitude, radiusMetres: RADIUS_METRES } } },
          { onSuccess: () => Toast.show(t('activity.venueDone')), onError: failed },
        );
      },
      () => {
        setLocating(false);
        Toast.show({ content: t('activity.venueFailed'), duration: 3000 });
      },
      { enableHighAccuracy: true, timeout: POSITION_WITHIN_MS },
    );
  };
  const clear = (): void =>
    change.mutate(
      { params, body: { venue: null } },
      { onSuccess: () => Toast.show(t('activity.venueCleared')), onError: failed },
    );
  return (
    <Card label={t('activity.venue')}>
      <Row
        title={t('activity.venue')}
        below={venue === null ? t('activity.venueNone') : t('activity.venueSet', { radius: venue.radiusMetres })}
        end={
          <Button size="small" loading={locating || change.isPending} onClick={venue === null ? setHere : clear}>
            {t(venue === null ? 'activity.venueHere' : 'activity.venueClear')}
          </Button>
        }
      />
      <p className="small quiet" style={{ padding: '0 16px 12px' }}>
        {t('activity.venueHint')}
      </p>
    </Card>
  );
}
