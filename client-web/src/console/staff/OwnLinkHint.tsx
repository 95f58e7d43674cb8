import { staff } from '@red-points/shared/contracts';
import { Alert, App, Button, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useRead } from '../../api/index.ts';
import { useMay } from '../../features/use-may.ts';
import { ResidentSearch } from './ResidentSearch.tsx';

/** Once said, it stays. */
const STALE_MS = 10 * 60_000;

/** Asks a member of staff once which resident they are, or whether they are none; nothing where that is known. */
export function OwnLinkHint() {
  const { t } = useTranslation('consoleStaff');
  const { modal, message } = App.useApp();
  const enabled = useMay()('users.link_own');
  const { data } = useRead(staff.own, {}, { enabled, staleMs: STALE_MS });
  const [linking, setLinking] = useState(false);
  const say = useChange(staff.sayOwn, {
    changes: [staff.own],
    onDone: () => {
      setLinking(false);
      void message.success(t('hint.done'));
    },
  });
  if (data?.link !== 'unknown') return null;
  const none = () =>
    modal.confirm({
      title: t('hint.noneTitle'),
      content: t('hint.noneWhat'),
      okText: t('hint.none'),
      onOk: () =>
        say.mutateAsync({ body: { personId: null } }).catch((error: unknown) => message.error(messageOf(error))),
    });
  return (
    <>
      <Alert
        type="warning"
        showIcon
        title={t('hint.title')}
        description={t('hint.what')}
        action={
          <Space>
            <Button size="small" type="primary" onClick={() => setLinking(true)}>
              {t('hint.link')}
            </Button>
            <Button size="small" onClick={none}>
              {t('hint.none')}
            </Button>
          </Space>
        }
      />
      {linking ? (
        <ResidentSearch
          title={t('hint.ownTitle')}
          what={t('hint.ownWhat')}
          busy={say.isPending}
          error={say.error}
          onChoose={(personId) => say.mutate({ body: { personId } })}
          onCancel={() => setLinking(false)}
        />
      ) : null}
    </>
  );
}
