import { TEAM_KINDS, type Team, teams } from '@red-points/shared/contracts';
import { Alert, Form, Input, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange } from '../../api/index.ts';
import { PersonPicker } from '../parts/PersonPicker.tsx';
import { UnitSelect } from '../parts/UnitSelect.tsx';
import { useUnit } from '../unit.tsx';

interface Values {
  name: string;
  kind: Team['kind'];
  unitId: string;
  leaderPersonId: string;
}

const PLACES = ['community', 'grid', 'street'] as const;

/** Founds a team with its leader. */
export function FoundTeam({
  open,
  onClose,
  onDone,
}: {
  open: boolean;
  onClose: () => void;
  onDone: (team: Team) => void;
}) {
  const { t } = useTranslation('consoleTeams');
  const { unitId } = useUnit();
  const [form] = Form.useForm<Values>();
  const found = useChange(teams.found, {
    changes: [teams.list, teams.ranking],
    onDone: (team) => {
      onClose();
      onDone(team);
    },
  });
  const required = { required: true };
  return (
    <Modal
      open={open}
      title={t('found.title')}
      okText={t('found.verb')}
      okButtonProps={{ loading: found.isPending }}
      onOk={() => form.submit()}
      onCancel={() => {
        found.reset();
        onClose();
      }}
      destroyOnHidden
    >
      <Form
        form={form}
        layout="vertical"
        preserve={false}
        style={{ marginTop: 16 }}
        initialValues={{ kind: 'volunteers', unitId }}
        onFinish={(body) => found.mutate({ body })}
      >
        <Form.Item name="name" label={t('field.name')} rules={[required]}>
          <Input maxLength={50} />
        </Form.Item>
        <Form.Item name="kind" label={t('field.kind')}>
          <Select options={TEAM_KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))} />
        </Form.Item>
        <Form.Item name="unitId" label={t('field.unit')} rules={[required]}>
          <UnitSelect kinds={PLACES} />
        </Form.Item>
        <Form.Item name="leaderPersonId" label={t('field.leader')} rules={[required]}>
          <PersonPicker />
        </Form.Item>
      </Form>
      {found.error === null ? null : <Alert type="warning" showIcon title={messageOf(found.error)} />}
    </Modal>
  );
}
