import { type Activity, activities, checkIns } from '@red-points/shared/contracts';
import { Button, Toast } from 'antd-mobile';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange } from '../api/index.ts';
import { Banner } from '../phone/components/Banner.tsx';
import { Field } from '../phone/components/Field.tsx';
import { Sheet, SheetFoot } from '../phone/components/Sheet.tsx';

/** Ends the activity: whoever is there is signed out, and the organiser's own head count stands beside the check-ins. */
export function EndSheet({ activity, open, onClose }: { activity: Activity; open: boolean; onClose: () => void }) {
  const { t } = useTranslation('desk');
  const [counted, setCounted] = useState('');
  const end = useChange(activities.end, {
    changes: [activities.get, activities.list, checkIns.attendances],
    onDone: () => {
      Toast.show({ content: t('end.done'), duration: 3000 });
      onClose();
    },
  });
  const isEmpty = activity.present === 0;
  const lead = isEmpty ? t('end.whatNobody') : t('end.what', { count: activity.present });
  const headCount = counted.trim() === '' ? null : Math.round(Number(counted));
  return (
    <Sheet open={open} title={t('end.title')} lead={lead} onClose={onClose}>
      <Field
        label={t('end.headCount')}
        hint={t('end.headCountHint', { count: activity.present + activity.checkedOut })}
      >
        <input
          type="number"
          inputMode="numeric"
          min="0"
          max="10000"
          value={counted}
          onChange={(event) => setCounted(event.target.value)}
        />
      </Field>
      {end.error === null ? null : <Banner tone="danger">{messageOf(end.error)}</Banner>}
      <SheetFoot>
        <Button
          color="primary"
          block
          loading={end.isPending}
          onClick={() =>
            end.mutate({ params: { activityId: activity.activityId }, body: { version: activity.version, headCount } })
          }
        >
          {t(isEmpty ? 'end.verbNobody' : 'end.verb')}
        </Button>
      </SheetFoot>
    </Sheet>
  );
}
