import { type Activity, activities, activitySeries } from '@red-points/shared/contracts';
import { Alert, App, Form, Input, InputNumber, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange } from '../../api/index.ts';

const CHANGED = [activities.get, activities.list, activities.signUps, activitySeries.get];

interface ArrangeActivityProps {
  activity: Activity;
  open: boolean;
  onClose: () => void;
}

/** Changes what approval does not rest on: place, description and places. Who waits moves up when there are more. */
export function ArrangeActivity({ activity, open, onClose }: ArrangeActivityProps) {
  const { t } = useTranslation(['consoleActivityLife', 'common']);
  const { message } = App.useApp();
  const [place, setPlace] = useState(activity.place);
  const [description, setDescription] = useState(activity.description);
  const [capacity, setCapacity] = useState(activity.capacity);
  const arrange = useChange(activities.arrange, {
    changes: CHANGED,
    onDone: () => {
      void message.success(t('arrange.done'));
      onClose();
    },
  });
  const send = (): void => {
    if (place.trim() === '') return;
    const body = { place: place.trim(), description: description.trim(), capacity, version: activity.version };
    arrange.mutate({ params: { activityId: activity.activityId }, body });
  };
  return (
    <Modal
      open={open}
      title={t('arrange.title', { title: activity.title })}
      okText={t('arrange.save')}
      okButtonProps={{ loading: arrange.isPending, disabled: place.trim() === '' }}
      onOk={send}
      onCancel={onClose}
      destroyOnHidden
    >
      <p className="quiet" style={{ marginBottom: 16 }}>
        {t('arrange.what')}
      </p>
      {arrange.error === null ? null : (
        <Alert type="warning" showIcon title={messageOf(arrange.error)} style={{ marginBottom: 16 }} />
      )}
      <Form layout="vertical">
        <Form.Item label={t('series.place')} htmlFor="arrange-place">
          <Input id="arrange-place" value={place} maxLength={100} onChange={({ target }) => setPlace(target.value)} />
        </Form.Item>
        <Form.Item
          label={t('arrange.capacity')}
          htmlFor="arrange-capacity"
          extra={t('arrange.taken', { count: activity.signedUp, waiting: activity.waiting })}
        >
          <InputNumber
            id="arrange-capacity"
            value={capacity}
            min={Math.max(1, activity.signedUp)}
            max={10_000}
            precision={0}
            suffix={t('unit.people', { ns: 'common' })}
            style={{ width: 160 }}
            onChange={(next) => {
              if (next !== null) setCapacity(next);
            }}
          />
        </Form.Item>
        <Form.Item label={t('arrange.description')} htmlFor="arrange-description">
          <Input.TextArea
            id="arrange-description"
            value={description}
            rows={4}
            maxLength={1000}
            showCount
            onChange={({ target }) => setDescription(target.value)}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}
