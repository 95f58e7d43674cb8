import { dataRequests, type people, sessions } from '@red-points/shared/contracts';
import { App, Button, DatePicker, Form, Input } from 'antd';
import type { Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, call, messageOf } from '../../api/index.ts';
import { MoneyDialog } from '../components/MoneyDialog.tsx';
import { UnitSelect } from '../parts/UnitSelect.tsx';
import { SeenField } from './SeenField.tsx';

const HOME_KINDS = ['community', 'grid'] as const;

interface Changes {
  name?: string;
  phone?: string;
  birthDate?: Dayjs | null;
  address?: string;
  unitId?: string;
}

/** Only what was filled in is asked for; the rest stays as it is. */
function toBody(values: Record<string, unknown>): unknown {
  const { birthDate, ...texts } = (values['changes'] ?? {}) as Changes;
  const filled = Object.entries(texts).flatMap(([field, text]) =>
    typeof text === 'string' && text.trim() !== '' ? [[field, text.trim()]] : [],
  );
  const phoneCode = values['phoneCode'];
  return {
    seen: values['seen'],
    changes: {
      ...Object.fromEntries(filled),
      ...(birthDate ? { birthDate: birthDate.format('YYYY-MM-DD') } : {}),
    },
    ...(typeof phoneCode === 'string' && phoneCode !== '' ? { phoneCode } : {}),
  };
}

/** What is wrong in a profile, told at the desk: a colleague checks it, a new phone is proved by a code. */
export function FileCorrection({
  person,
  open,
  onClose,
}: {
  person: CallAnswer<typeof people.get>;
  open: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation(['consoleDataRequests', 'ownData']);
  return (
    <MoneyDialog
      endpoint={dataRequests.fileCorrection}
      params={{ personId: person.personId }}
      open={open}
      onClose={onClose}
      title={t('desk.correctionTitle', { name: person.maskedName })}
      verb={t('desk.correctionVerb')}
      explanation={t('desk.correctionWhat')}
      done={t('done.correction')}
      changes={[dataRequests.list]}
      toBody={toBody}
    >
      {() => (
        <>
          <SeenField />
          <Form.Item name={['changes', 'name']} label={t('ownData:field.name')}>
            <Input maxLength={50} placeholder={t('desk.unchanged')} autoComplete="off" />
          </Form.Item>
          <PhoneFields />
          <Form.Item name={['changes', 'birthDate']} label={t('ownData:field.birthDate')}>
            <DatePicker style={{ width: '100%' }} placeholder={t('desk.unchanged')} />
          </Form.Item>
          <Form.Item name={['changes', 'address']} label={t('ownData:field.address')}>
            <Input maxLength={100} placeholder={t('desk.unchanged')} autoComplete="off" />
          </Form.Item>
          <Form.Item name={['changes', 'unitId']} label={t('ownData:field.unitId')}>
            <UnitSelect kinds={HOME_KINDS} />
          </Form.Item>
        </>
      )}
    </MoneyDialog>
  );
}

/** A new phone, and the code that was sent to it: whoever stands at the desk reads it out. */
function PhoneFields() {
  const { t } = useTranslation(['consoleDataRequests', 'ownData']);
  const { message } = App.useApp();
  const phone = Form.useWatch(['changes', 'phone']) as string | undefined;
  const typed = (phone ?? '').trim();
  const sendCode = (): void => {
    call(sessions.sendCode, { body: { phone: typed } })
      .then(() => void message.success(t('ownData:codeSent')))
      .catch((error: unknown) => void message.warning(messageOf(error), 6));
  };
  return (
    <>
      <Form.Item name={['changes', 'phone']} label={t('ownData:field.phone')}>
        <Input maxLength={11} inputMode="tel" placeholder={t('desk.unchanged')} autoComplete="off" />
      </Form.Item>
      {typed === '' ? null : (
        <Form.Item label={t('ownData:field.code')} extra={t('desk.phoneWhat')} required>
          <div style={{ display: 'flex', gap: 8 }}>
            <Form.Item name="phoneCode" noStyle>
              <Input maxLength={6} inputMode="numeric" placeholder={t('ownData:codeHint')} autoComplete="off" />
            </Form.Item>
            <Button disabled={typed.length < 11} onClick={sendCode}>
              {t('desk.sendCode')}
            </Button>
          </div>
        </Form.Item>
      )}
    </>
  );
}
