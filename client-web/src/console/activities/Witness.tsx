import { activities, checkIns } from '@red-points/shared/contracts';
import { Alert, App, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange } from '../../api/index.ts';
import { PersonPicker } from '../parts/PersonPicker.tsx';

/** The organiser checks in somebody without a phone. */
export function Witness({ open, activityId, onClose }: { open: boolean; activityId: string; onClose: () => void }) {
  const { t } = useTranslation('consoleActivities');
  const { message } = App.useApp();
  const [personId, setPersonId] = useState<string>();
  const witness = useChange(checkIns.witness, {
    changes: [activities.attendances, activities.get, checkIns.display],
    onDone: (attendance) => {
      setPersonId(undefined);
      void message.success(t('witness.done', { name: attendance.maskedName }));
      onClose();
    },
  });
  return (
    <Modal
      open={open}
      title={t('witness.title')}
      okText={t('witness.verb')}
      okButtonProps={{ disabled: personId === undefined, loading: witness.isPending }}
      onOk={() => personId !== undefined && witness.mutate({ params: { activityId }, body: { personId } })}
      onCancel={() => {
        witness.reset();
        onClose();
      }}
      destroyOnHidden
    >
      <p className="quiet" style={{ marginBottom: 12 }}>
        {t('witness.what')}
      </p>
      <PersonPicker value={personId} onChange={setPersonId} autoFocus />
      {witness.error === null ? null : (
        <Alert type="warning" showIcon title={messageOf(witness.error)} style={{ marginTop: 12 }} />
      )}
    </Modal>
  );
}
