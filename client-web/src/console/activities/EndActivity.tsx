import { type Activity, activities, reports, reviews } from '@red-points/shared/contracts';
import { Alert, App, Form, InputNumber, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange } from '../../api/index.ts';

/** Ends an activity: whoever is still there is signed out, and the organiser's own head count is kept beside the check-ins. */
export function EndActivity({ activity, open, onClose }: { activity: Activity; open: boolean; onClose: () => void }) {
  const { t } = useTranslation(['consoleActivities', 'common']);
  const { message } = App.useApp();
  const counted = activity.present + activity.checkedOut;
  const [headCount, setHeadCount] = useState<number | null>(null);
  const end = useChange(activities.end, {
    changes: [activities.get, activities.list, activities.attendances, reports.tasks, reviews.list],
    onDone: () => {
      void message.success(t('end.done'));
      onClose();
    },
  });
  return (
    <Modal
      open={open}
      title={t('end.title', { title: activity.title })}
      okText={t('verb.end')}
      okButtonProps={{ loading: end.isPending }}
      onOk={() =>
        end.mutate({ params: { activityId: activity.activityId }, body: { version: activity.version, headCount } })
      }
      onCancel={onClose}
      destroyOnHidden
    >
      <p className="quiet" style={{ marginBottom: 16 }}>
        {t('end.what', { count: activity.present })}
      </p>
      <Form layout="vertical">
        <Form.Item label={t('end.headCount')} htmlFor="head-count" extra={t('end.counted', { count: counted })}>
          <InputNumber
            id="head-count"
            autoFocus
            min={0}
            max={10_000}
            precision={0}
            value={headCount}
            onChange={setHeadCount}
            suffix={t('unit.people', { ns: 'common' })}
            style={{ width: 160 }}
          />
        </Form.Item>
      </Form>
      {end.error === null ? null : <Alert type="warning" showIcon title={messageOf(end.error)} />}
    </Modal>
  );
}
