import { activities, checkIns } from '@red-points/shared/contracts';
import type { Declarations } from '@red-points/shared/domain/rules';
import { Alert, App, Form, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useRead } from '../../api/index.ts';
import { PersonPicker } from '../parts/PersonPicker.tsx';
import { DeclaredAnswers } from '../rules/DeclaredAnswers.tsx';

/** The organiser checks in somebody without a phone. */
export function Witness({ open, activityId, onClose }: { open: boolean; activityId: string; onClose: () => void }) {
  const { t } = useTranslation('consoleActivities');
  const { message } = App.useApp();
  const [personId, setPersonId] = useState<string>();
  const [form] = Form.useForm<{ declarations?: Declarations }>();
  const activity = useRead(activities.get, { params: { activityId } }, { enabled: open });
  const witness = useChange(checkIns.witness, {
    changes: [activities.attendances, activities.get, checkIns.display],
    onDone: (attendance) => {
      setPersonId(undefined);
      void message.success(t('witness.done', { name: attendance.maskedName }));
      onClose();
    },
  });
  const send = async (): Promise<void> => {
    const { declarations = {} } = await form.validateFields();
    if (personId !== undefined) witness.mutate({ params: { activityId }, body: { personId, declarations } });
  };
  return (
    <Modal
      open={open}
      title={t('witness.title')}
      okText={t('witness.verb')}
      okButtonProps={{ disabled: personId === undefined, loading: witness.isPending }}
      onOk={() => void send()}
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
      <Form form={form} layout="vertical" style={{ marginTop: 16 }}>
        <DeclaredAnswers terms={activity.data === undefined ? undefined : { notEligible: activity.data.asks }} />
      </Form>
      {witness.error === null ? null : (
        <Alert type="warning" showIcon title={messageOf(witness.error)} style={{ marginTop: 12 }} />
      )}
    </Modal>
  );
}
