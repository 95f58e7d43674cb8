import { accountChanges, people } from '@red-points/shared/contracts';
import { Button, Checkbox, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallAnswer } from '../../api/index.ts';
import { useMay } from '../../features/use-may.ts';
import { MoneyDialog } from '../components/MoneyDialog.tsx';
import { AtDesk } from '../data-requests/AtDesk.tsx';
import { PersonPicker } from '../parts/PersonPicker.tsx';

type Person = CallAnswer<typeof people.get>;

const CHANGES = [accountChanges.list, people.get];

/** Closing an account and joining it into another: proposed here, confirmed by a colleague on the page of account changes. */
export function AccountActions({ person }: { person: Person }) {
  const { t } = useTranslation('consoleAccounts');
  const may = useMay();
  const [asking, setAsking] = useState<'close' | 'join'>();
  if (person.status === 'closed' || !may('accounts.propose')) return null;
  const onClose = (): void => setAsking(undefined);
  return (
    <>
      <Button onClick={() => setAsking('join')}>{t('person.join')}</Button>
      <Button danger onClick={() => setAsking('close')}>
        {t('person.close')}
      </Button>
      <AtDesk person={person} />
      <ProposeClosing person={person} open={asking === 'close'} onClose={onClose} />
      <ProposeJoining person={person} open={asking === 'join'} onClose={onClose} />
    </>
  );
}

interface DialogProps {
  person: Person;
  open: boolean;
  onClose: () => void;
}

function ProposeClosing({ person, open, onClose }: DialogProps) {
  const { t } = useTranslation('consoleAccounts');
  const { available } = person.account;
  return (
    <MoneyDialog
      endpoint={accountChanges.proposeClosing}
      params={{ personId: person.personId }}
      open={open}
      onClose={onClose}
      title={t('close.title', { name: person.maskedName })}
      verb={t('close.submit')}
      explanation={t('close.what')}
      done={t('close.done')}
      changes={CHANGES}
      initialValues={{ donateRest: false }}
    >
      {(required) => (
        <>
          <Form.Item name="reason" label={t('close.reason')} rules={[required]}>
            <Input.TextArea autoFocus rows={3} maxLength={300} showCount placeholder={t('close.reasonHint')} />
          </Form.Item>
          {available > 0 ? (
            <Form.Item name="donateRest" valuePropName="checked">
              <Checkbox>{t('close.donate', { points: available })}</Checkbox>
            </Form.Item>
          ) : null}
        </>
      )}
    </MoneyDialog>
  );
}

function ProposeJoining({ person, open, onClose }: DialogProps) {
  const { t } = useTranslation('consoleAccounts');
  return (
    <MoneyDialog
      endpoint={accountChanges.proposeJoining}
      params={{ personId: person.personId }}
      open={open}
      onClose={onClose}
      title={t('join.title', { name: person.maskedName })}
      verb={t('join.submit')}
      explanation={t('join.what', { name: person.maskedName })}
      done={t('join.done')}
      changes={CHANGES}
    >
      {(required) => (
        <>
          <Form.Item name="keptPersonId" label={t('join.kept')} extra={t('join.keptHint')} rules={[required]}>
            <PersonPicker kind={person.kind} autoFocus />
          </Form.Item>
          <Form.Item name="reason" label={t('join.reason')} rules={[required]}>
            <Input.TextArea rows={3} maxLength={300} showCount placeholder={t('join.reasonHint')} />
          </Form.Item>
        </>
      )}
    </MoneyDialog>
  );
}
