import { shopApplications, shops } from '@red-points/shared/contracts';
import { Link } from '@tanstack/react-router';
import { Alert, App, Button, Descriptions } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, messageOf, useChange, useRead } from '../../api/index.ts';
import { formatMoment } from '../../components/formatters.ts';
import { Tag } from '../../components/Tag.tsx';
import { useMay } from '../../features/use-may.ts';
import { ReasonDialog } from '../components/ReasonDialog.tsx';
import { RecordDrawer } from '../components/RecordDrawer.tsx';
import { ApplicationStateTag } from './ApplicationsTable.tsx';
import { LicencePhoto } from './LicencePhoto.tsx';
import styles from './ShopDrawer.module.css';

type Application = CallAnswer<typeof shopApplications.get>;

/** One application: what the owner says, what may be the same shop, and the answer. */
export function ApplicationDrawer({
  applicationId,
  onClose,
}: {
  applicationId: string | undefined;
  onClose: () => void;
}) {
  const { t } = useTranslation(['consoleShopWork', 'common']);
  const read = useRead(
    shopApplications.get,
    { params: { applicationId: applicationId ?? '' } },
    { enabled: applicationId !== undefined, staleMs: 0 },
  );
  const application = read.data;
  return (
    <RecordDrawer
      open={applicationId !== undefined}
      onClose={onClose}
      mark={application?.shopName.slice(0, 1) ?? ''}
      title={application?.shopName ?? t('state.loading', { ns: 'common' })}
      tags={application === undefined ? undefined : <ApplicationStateTag state={application.state} />}
      subtitle={application === undefined ? undefined : <span>{application.unitName ?? '—'}</span>}
      loading={read.isPending}
      error={application === undefined ? read.error : null}
      onRetry={() => void read.refetch()}
      footer={application === undefined ? undefined : <Actions application={application} />}
    >
      {application === undefined ? null : (
        <>
          <Said application={application} />
          <LicencePhoto
            key={application.applicationId}
            applicationId={application.applicationId}
            has={application.licencePhotoId !== null}
          />
          <Duplicates duplicates={application.duplicates} />
        </>
      )}
    </RecordDrawer>
  );
}

function Said({ application }: { application: Application }) {
  const { t } = useTranslation('consoleShopWork');
  const { kind, address, licenceNumber, contactName, maskedPhone, plan, submittedAt, decidedAt } = application;
  const facts = [
    { key: 'kind', children: t(`applications.kind.${kind}`) },
    { key: 'address', children: address },
    { key: 'licence', children: licenceNumber },
    { key: 'contact', children: contactName },
    { key: 'phone', children: maskedPhone },
    ...(plan === '' ? [] : [{ key: 'plan', children: plan }]),
    ...(submittedAt === null ? [] : [{ key: 'submitted', children: formatMoment(submittedAt) }]),
    ...(decidedAt === null
      ? []
      : [
          {
            key: 'decided',
            children: [application.reason, application.decidedByName, formatMoment(decidedAt)]
              .filter((part) => part !== null)
              .join(' · '),
          },
        ]),
  ] as const;
  return (
    <Descriptions
      column={1}
      size="small"
      bordered
      style={{ marginTop: 16 }}
      items={facts.map(({ key, children }) => ({
        key,
        label: t(`applications.fact.${key as 'kind'}`),
        children,
      }))}
    />
  );
}

function Duplicates({ duplicates }: { duplicates: Application['duplicates'] }) {
  const { t } = useTranslation('consoleShopWork');
  return (
    <section>
      <header className={styles['head']}>
        <h3>{t('applications.duplicates')}</h3>
      </header>
      {duplicates.length === 0 ? <p className="small quiet">{t('applications.duplicatesNone')}</p> : null}
      <ul>
        {duplicates.map(({ kind, id, name, unitName, state, same }) => (
          <li key={id} className={styles['offer']}>
            <div>
              {kind === 'shop' ? (
                <Link to="/merchants" search={{ shop: id }} className="link">
                  {name}
                </Link>
              ) : (
                <Link to="/merchants" search={{ tab: 'applications', application: id }} className="link">
                  {name}
                </Link>
              )}
              <div className="small quiet">
                {t(`applications.what.${kind}`)} · {unitName}
              </div>
            </div>
            <Tag tone="warning">{t(`applications.same.${same}`)}</Tag>
            <StateWords state={state} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function StateWords({ state }: { state: Application['duplicates'][number]['state'] }) {
  const { t } = useTranslation('consoleShopWork');
  switch (state) {
    case 'applied':
    case 'active':
    case 'suspended':
    case 'closed':
      return <Tag>{t(`applications.shopState.${state}`)}</Tag>;
    default:
      return <ApplicationStateTag state={state} />;
  }
}

function Actions({ application }: { application: Application }) {
  const { t } = useTranslation('consoleShopWork');
  const { message } = App.useApp();
  const may = useMay();
  const [asking, setAsking] = useState<'return' | 'refuse'>();
  const { applicationId, shopName: name, state, shopId } = application;
  const params = { applicationId };
  const decide = useChange(shopApplications.decide, {
    changes: [shopApplications.get, shopApplications.list, shops.list],
    onDone: (answer) => {
      setAsking(undefined);
      const said = answer.state === 'approved' ? 'approve' : answer.state === 'returned' ? 'return' : 'refuse';
      void message.success(t(`applications.done.${said}`));
    },
  });
  if (state === 'approved' && shopId !== null) {
    return (
      <Link to="/merchants" search={{ shop: shopId }}>
        <Button>{t('applications.toShop')}</Button>
      </Link>
    );
  }
  if (state !== 'submitted' || !may('shop_applications.decide')) return null;
  return (
    <>
      {decide.error === null || asking !== undefined ? null : (
        <Alert type="warning" showIcon title={messageOf(decide.error)} />
      )}
      <Button danger onClick={() => setAsking('refuse')}>
        {t('applications.refuse')}
      </Button>
      <Button onClick={() => setAsking('return')}>{t('applications.return')}</Button>
      <Button
        type="primary"
        loading={decide.isPending && asking === undefined}
        onClick={() => decide.mutate({ params, body: { decision: 'approve' } })}
      >
        {t('applications.approve')}
      </Button>
      <ReasonDialog
        open={asking !== undefined}
        title={t(`applications.ask.${asking ?? 'return'}`, { name })}
        explanation={t(`applications.askWhat.${asking ?? 'return'}`)}
        verb={t(`applications.${asking ?? 'return'}`)}
        busy={decide.isPending}
        error={decide.error === null ? undefined : messageOf(decide.error)}
        onGive={(reason) => decide.mutate({ params, body: { decision: asking ?? 'return', reason } })}
        onCancel={() => setAsking(undefined)}
      />
    </>
  );
}
