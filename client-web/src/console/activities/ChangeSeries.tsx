import { type Activity, activities, activitySeries, type SeriesOutcomes } from '@red-points/shared/contracts';
import { Alert, Form, Input, InputNumber, Modal, TimePicker } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange } from '../../api/index.ts';
import { fromInstant } from './PlanSignUp.tsx';

const CHANGED = [activitySeries.get, activities.get, activities.list];

interface Wanted {
  place: string;
  capacity: number;
  times: [Dayjs, Dayjs];
}

interface ChangeSeriesProps {
  activity: Activity;
  seriesId: string;
  open: boolean;
  onClose: () => void;
  onDone: (outcomes: SeriesOutcomes) => void;
}

/** Changes one date of a series and all that follow; only what differs is sent, for what is approved keeps its times. */
export function ChangeSeries({ activity, seriesId, open, onClose, onDone }: ChangeSeriesProps) {
  const { t } = useTranslation(['consoleActivityLife', 'common']);
  const before: Wanted = {
    place: activity.place,
    capacity: activity.capacity,
    // As the clock of the business time zone shows them, wherever the browser is.
    times: [fromInstant(activity.startsAt), fromInstant(activity.endsAt)],
  };
  const [wanted, setWanted] = useState(before);
  const change = useChange(activitySeries.change, { changes: CHANGED, onDone });
  const body = bodyOf(before, wanted);
  const send = (): void => change.mutate({ params: { seriesId }, body: { from: activity.activityId, ...body } });
  return (
    <Modal
      open={open}
      title={t('series.change')}
      okText={t('series.change')}
      okButtonProps={{ loading: change.isPending, disabled: Object.keys(body).length === 0 }}
      onOk={send}
      onCancel={onClose}
      destroyOnHidden
    >
      <p className="quiet" style={{ marginBottom: 16 }}>
        {t('series.changeWhat')}
      </p>
      {change.error === null ? null : (
        <Alert type="warning" showIcon title={messageOf(change.error)} style={{ marginBottom: 16 }} />
      )}
      <Form layout="vertical">
        <Form.Item label={t('series.place')} htmlFor="series-place">
          <Input
            id="series-place"
            value={wanted.place}
            maxLength={100}
            onChange={({ target }) => setWanted({ ...wanted, place: target.value })}
          />
        </Form.Item>
        <Form.Item label={t('series.times')} htmlFor="series-times">
          <TimePicker.RangePicker
            id={{ start: 'series-times', end: 'series-times-end' }}
            value={wanted.times}
            format="HH:mm"
            minuteStep={5}
            allowClear={false}
            onChange={(times) => {
              const [from, until] = times ?? [];
              if (from && until) setWanted({ ...wanted, times: [from, until] });
            }}
          />
        </Form.Item>
        <Form.Item label={t('arrange.capacity')} htmlFor="series-capacity">
          <InputNumber
            id="series-capacity"
            value={wanted.capacity}
            min={1}
            max={10_000}
            precision={0}
            suffix={t('unit.people', { ns: 'common' })}
            style={{ width: 160 }}
            onChange={(capacity) => {
              if (capacity !== null) setWanted({ ...wanted, capacity });
            }}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function bodyOf(before: Wanted, { place, capacity, times }: Wanted) {
  const [from, until] = times.map((time) => time.format('HH:mm'));
  const [fromBefore, untilBefore] = before.times.map((time) => time.format('HH:mm'));
  return {
    ...(place.trim() === '' || place === before.place ? {} : { place: place.trim() }),
    ...(capacity === before.capacity ? {} : { capacity }),
    ...(from === undefined || from === fromBefore ? {} : { startTime: from }),
    ...(until === undefined || until === untilBefore ? {} : { endTime: until }),
  };
}
