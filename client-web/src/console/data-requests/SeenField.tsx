import { IDENTITY_SEEN } from '@red-points/shared/domain/own-data';
import { Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';

/** How the person was known; where a document is needed, the card of the programme is no choice. */
export function SeenField({ document = false }: { document?: boolean }) {
  const { t } = useTranslation(['consoleDataRequests', 'ownData', 'console']);
  const choices = IDENTITY_SEEN.filter((seen) => !document || seen !== 'resident_card');
  return (
    <Form.Item
      name="seen"
      label={t('desk.seen')}
      extra={t(document ? 'desk.seenDocument' : 'desk.seenHint')}
      rules={[{ required: true, message: t('form.required', { ns: 'console' }) }]}
    >
      <Select options={choices.map((seen) => ({ value: seen, label: t(`ownData:seen.${seen}`) }))} />
    </Form.Item>
  );
}
