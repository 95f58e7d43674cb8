import { dataRequests, type people } from '@red-points/shared/contracts';
import { COOLING_DAYS } from '@red-points/shared/domain/own-data';
import { Button, Checkbox, Dropdown, Form } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallAnswer } from '../../api/index.ts';
import { useMay } from '../../features/use-may.ts';
import { MoneyDialog } from '../components/MoneyDialog.tsx';
import { CopyToPrint } from './CopyToPrint.tsx';
import { FileCorrection } from './FileCorrection.tsx';
import { SeenField } from './SeenField.tsx';

type Person = CallAnswer<typeof people.get>;

const ACTS = ['correction', 'copy', 'erasure'] as const;
type Act = (typeof ACTS)[number];

/** What somebody who came to the office asks about their own data: an officer writes it down, with how they were known. */
export function AtDesk({ person }: { person: Person }) {
  const { t } = useTranslation('consoleDataRequests');
  const may = useMay();
  const [asking, setAsking] = useState<Act>();
  const [copyId, setCopyId] = useState<string>();
  if (person.kind !== 'person' || person.status === 'closed' || !may('data_requests.file')) return null;
  const onClose = (): void => setAsking(undefined);
  const params = { personId: person.personId };
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: ACTS.map((act) => ({ key: act, label: t(`desk.${act}`), danger: act === 'erasure' })),
          onClick: ({ key }) => setAsking(key as Act),
        }}
      >
        <Button>{t('desk.menu')}</Button>
      </Dropdown>
      <FileCorrection person={person} open={asking === 'correction'} onClose={onClose} />
      <MoneyDialog
        endpoint={dataRequests.fileCopy}
        params={params}
        open={asking === 'copy'}
        onClose={onClose}
        title={t('desk.copyTitle', { name: person.maskedName })}
        verb={t('desk.copyVerb')}
        explanation={t('desk.copyWhat')}
        done={t('done.copy')}
        changes={[dataRequests.list]}
        onAnswer={({ requestId }) => setCopyId(requestId)}
      >
        {() => <SeenField document />}
      </MoneyDialog>
      <CopyToPrint requestId={copyId} onClose={() => setCopyId(undefined)} />
      <FileErasure person={person} open={asking === 'erasure'} onClose={onClose} />
    </>
  );
}

function FileErasure({ person, open, onClose }: { person: Person; open: boolean; onClose: () => void }) {
  const { t } = useTranslation('consoleDataRequests');
  const { available } = person.account;
  return (
    <MoneyDialog
      endpoint={dataRequests.fileErasure}
      params={{ personId: person.personId }}
      open={open}
      onClose={onClose}
      title={t('fileTitle', { name: person.maskedName })}
      verb={t('verb.file')}
      explanation={t('fileWhat', { days: COOLING_DAYS })}
      done={t('done.file', { days: COOLING_DAYS })}
      changes={[dataRequests.list]}
      initialValues={{ giveRest: false }}
    >
      {() => (
        <>
          <SeenField document />
          {available > 0 ? (
            <Form.Item name="giveRest" valuePropName="checked">
              <Checkbox>{t('fileRest', { points: available })}</Checkbox>
            </Form.Item>
          ) : null}
        </>
      )}
    </MoneyDialog>
  );
}
