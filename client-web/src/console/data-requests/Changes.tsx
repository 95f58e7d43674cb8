import { type DataRequestDetail, dataRequests, people } from '@red-points/shared/contracts';
import { Button, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange } from '../../api/index.ts';
import { useMay } from '../../features/use-may.ts';
import { ReasonDialog } from '../components/ReasonDialog.tsx';

type Change = DataRequestDetail['changes'][number];

/** Old and new values of a correction, masked; in full after a reason was given, which is on record. */
export function Changes({ request }: { request: DataRequestDetail }) {
  const { t } = useTranslation(['consoleDataRequests', 'ownData']);
  const may = useMay();
  const [seen, setSeen] = useState<readonly Change[]>();
  const [asking, setAsking] = useState(false);
  const see = useChange(dataRequests.values, {
    changes: [people.viewLog],
    onDone: ({ changes }) => {
      setSeen(changes);
      setAsking(false);
    },
  });
  if (request.changes.length === 0) return null;
  const value = (text: string | null) => text ?? <span className="quiet">{t('ownData:nothing')}</span>;
  return (
    <>
      <Table<Change>
        size="small"
        pagination={false}
        rowKey="field"
        dataSource={[...(seen ?? request.changes)]}
        style={{ marginBottom: 16 }}
        columns={[
          {
            key: 'field',
            title: t('changes.field'),
            width: 100,
            render: (_, { field }) => t(`ownData:field.${field}`),
          },
          { key: 'from', title: t('changes.from'), render: (_, { from }) => value(from) },
          { key: 'to', title: t('changes.to'), render: (_, { to }) => value(to) },
        ]}
      />
      {seen === undefined && may('data_requests.decide') ? (
        <Button onClick={() => setAsking(true)} style={{ marginBottom: 16 }}>
          {t('changes.see')}
        </Button>
      ) : null}
      <ReasonDialog
        open={asking}
        title={t('changes.see')}
        explanation={t('changes.seeWhat')}
        verb={t('changes.seeVerb')}
        suggestions={[t('changes.reason')]}
        busy={see.isPending}
        error={see.error === null ? undefined : messageOf(see.error)}
        onGive={(reason) => see.mutate({ params: { requestId: request.requestId }, body: { reason } })}
        onCancel={() => setAsking(false)}
      />
    </>
  );
}
