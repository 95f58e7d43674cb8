import { type Activity, activities } from '@red-points/shared/contracts';
import { Alert, App, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useRead } from '../../api/index.ts';

/** Chooses who organises an activity too. */
export function CoOrganisers({ activity, open, onClose }: { activity: Activity; open: boolean; onClose: () => void }) {
  const { t } = useTranslation('consoleActivityLife');
  const { message } = App.useApp();
  const [chosen, setChosen] = useState<string[]>();
  const params = { activityId: activity.activityId };
  const read = useRead(activities.organisers, { params, query: {} }, { enabled: open, staleMs: 0 });
  const save = useChange(activities.setCoOrganisers, {
    changes: [activities.get, activities.list, activities.organisers],
    onDone: () => {
      setChosen(undefined);
      void message.success(t('organisers.done'));
      onClose();
    },
  });
  const current = read.data?.coOrganisers ?? [];
  const userIds = chosen ?? current.map(({ userId }) => userId);
  const trouble = save.error ?? read.error;
  const close = (): void => {
    setChosen(undefined);
    save.reset();
    onClose();
  };
  return (
    <Modal
      open={open}
      title={t('organisers.title')}
      okText={t('organisers.save')}
      okButtonProps={{ disabled: chosen === undefined, loading: save.isPending }}
      onOk={() => save.mutate({ params, body: { userIds, version: activity.version } })}
      onCancel={close}
      destroyOnHidden
    >
      <p className="quiet" style={{ marginBottom: 12 }}>
        {t('organisers.what')}
      </p>
      <Select
        mode="multiple"
        aria-label={t('organisers.choose')}
        value={userIds}
        onChange={setChosen}
        loading={read.isPending}
        placeholder={t('organisers.choose')}
        notFoundContent={t('organisers.none')}
        showSearch={{ optionFilterProp: 'label' }}
        options={[...current, ...(read.data?.candidates ?? [])].map(({ userId, name, unitName }) => ({
          value: userId,
          label: `${name} · ${unitName}`,
        }))}
        style={{ width: '100%' }}
      />
      {trouble === null ? null : <Alert type="warning" showIcon title={messageOf(trouble)} style={{ marginTop: 12 }} />}
    </Modal>
  );
}
