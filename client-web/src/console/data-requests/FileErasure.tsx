import { dataRequests, people } from '@red-points/shared/contracts';
import { COOLING_DAYS } from '@red-points/shared/domain/own-data';
import { Button, Checkbox, Form } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallAnswer } from '../../api/index.ts';
import { MoneyDialog } from '../components/MoneyDialog.tsx';
import { useMay } from '../permissions.ts';

/** Writes down that a resident who came to the office wants to be erased; colleagues decide after the waiting time. */
export function FileErasure({ person }: { person: CallAnswer<typeof people.get> }) {
  const { t } = useTranslation('consoleDataRequests');
  const may = useMay();
  const [open, setOpen] = useState(false);
  if (person.kind !== 'person' || person.status === 'closed' || !may('data_requests.file')) return null;
  const { available } = person.account;
  return (
    <>
      <Button danger type="text" onClick={() => setOpen(true)}>
        {t('verb.file')}
      </Button>
      <MoneyDialog
        endpoint={dataRequests.fileErasure}
        params={{ personId: person.personId }}
        open={open}
        onClose={() => setOpen(false)}
        title={t('fileTitle', { name: person.maskedName })}
        verb={t('verb.file')}
        explanation={t('fileWhat', { days: COOLING_DAYS })}
        done={t('done.file', { days: COOLING_DAYS })}
        changes={[dataRequests.list, people.get]}
        initialValues={{ giveRest: false }}
      >
        {() =>
          available > 0 ? (
            <Form.Item name="giveRest" valuePropName="checked">
              <Checkbox>{t('fileRest', { points: available })}</Checkbox>
            </Form.Item>
          ) : null
        }
      </MoneyDialog>
    </>
  );
}
