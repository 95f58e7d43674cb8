import ArrowRightOutlined from '@ant-design/icons-svg/es/asn/ArrowRightOutlined';
import { type AccountChange, accountChanges, donations, people } from '@red-points/shared/contracts';
import { Link } from '@tanstack/react-router';
import { Alert, App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useMoneyMutation, useRead } from '../../api/index.ts';
import { formatHours, formatMoment } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { Points } from '../../components/Points.tsx';
import { Tag } from '../../components/Tag.tsx';
import { useMay } from '../../features/use-may.ts';
import { RecordDrawer } from '../components/RecordDrawer.tsx';
import styles from './ChangeDrawer.module.css';
import { ChangeStateTag } from './ChangeStateTag.tsx';

/** One closing or joining: whose accounts, why, who proposed it, and the second person's word. */
export function ChangeDrawer({ changeId, onClose }: { changeId: string | undefined; onClose: () => void }) {
  const { t } = useTranslation(['consoleAccounts', 'common']);
  const read = useRead(
    accountChanges.get,
    { params: { changeId: changeId ?? '' } },
    { enabled: changeId !== undefined, staleMs: 0 },
  );
  const change = read.data;
  return (
    <RecordDrawer
      open={changeId !== undefined}
      onClose={onClose}
      title={
        change === undefined
          ? t('state.loading', { ns: 'common' })
          : `${t(`kind.${change.kind}`)} · ${change.subject.maskedName}`
      }
      tags={change === undefined ? undefined : <ChangeStateTag state={change.state} />}
      loading={read.isPending}
      error={change === undefined ? read.error : null}
      onRetry={() => void read.refetch()}
      footer={change === undefined ? undefined : <Decision change={change} />}
    >
      {change === undefined ? null : (
        <>
          <div className={styles['parties']} data-alone={change.kept === null}>
            <Party party={change.subject} />
            {change.kept === null ? null : (
              <>
                <span className={`small quiet ${styles['arrow'] ?? ''}`}>
                  {t('into')}
                  <Icon of={ArrowRightOutlined} size={16} />
                </span>
                <Party party={change.kept} kept />
              </>
            )}
          </div>
          {change.block === null ? null : (
            <Alert
              type="warning"
              showIcon
              title={t(change.state === 'refused' ? 'field.refused' : 'field.block')}
              description={change.block.words}
              style={{ marginBottom: 16 }}
            />
          )}
          <Facts change={change} />
        </>
      )}
    </RecordDrawer>
  );
}

function Party({ party, kept = false }: { party: AccountChange['subject']; kept?: boolean }) {
  const { t } = useTranslation(['consoleAccounts', 'consolePeople', 'common']);
  return (
    <div className={styles['party']} data-kept={kept}>
      <span>
        <Link to="/people" search={{ open: party.personId }} className="link">
          <b>{party.maskedName}</b>
        </Link>{' '}
        {kept ? <Tag tone="slate">{t('field.kept')}</Tag> : null}
      </span>
      <span className="small quiet">
        {[party.maskedPhone ?? t('consolePeople:noPhone'), party.unitName].join(' · ')}
      </span>
      <span>
        {t('field.available')} <Points value={party.available} strong />
        {party.owed > 0 ? (
          <>
            {' · '}
            {t('field.owed')} <Points value={party.owed} />
          </>
        ) : null}
        {` · ${t('field.minutes')} ${formatHours(party.minutes)} ${t('unit.hours', { ns: 'common' })}`}
      </span>
    </div>
  );
}

function Facts({ change }: { change: AccountChange }) {
  const { t } = useTranslation('consoleAccounts');
  const by = (name: string, at: string): string => t('by', { name, when: formatMoment(at) });
  const decided = change.decidedByName !== null && change.decidedAt !== null;
  return (
    <dl className={styles['facts']}>
      <dt>{t('field.reason')}</dt>
      <dd>{change.reason}</dd>
      {change.kind === 'closing' ? (
        <>
          <dt>{t('field.rest')}</dt>
          <dd>{t(change.donateRest ? 'field.restDonated' : 'field.restNone')}</dd>
        </>
      ) : null}
      <dt>{t('field.proposed')}</dt>
      <dd>{by(change.proposedByName, change.proposedAt)}</dd>
      {decided ? (
        <>
          <dt>{t(change.state === 'withdrawn' ? 'field.withdrawn' : 'field.decided')}</dt>
          <dd>{by(change.decidedByName ?? '', change.decidedAt ?? '')}</dd>
        </>
      ) : null}
      {change.movedPoints === null ? null : (
        <>
          <dt>{t(change.kind === 'joining' ? 'field.moved' : 'field.donated')}</dt>
          <dd>
            <Points value={change.movedPoints} strong />
          </dd>
        </>
      )}
    </dl>
  );
}

const CHANGES = [accountChanges.list, accountChanges.get, people.get, people.list, donations.fund, donations.list];

function Decision({ change }: { change: AccountChange }) {
  const { t } = useTranslation('consoleAccounts');
  const { message, modal } = App.useApp();
  const may = useMay();
  const params = { changeId: change.changeId };
  const say = (error: unknown): void => void message.warning(messageOf(error), 6);
  const confirm = useMoneyMutation(accountChanges.confirm, {
    changes: CHANGES,
    onDone: () => void message.success(t('done.confirm')),
    onRefused: say,
  });
  const withdraw = useChange(accountChanges.withdraw, {
    changes: CHANGES,
    onDone: () => void message.success(t('done.withdraw')),
  });
  if (change.state !== 'proposed') return null;
  return (
    <>
      {change.mayConfirm || !may('accounts.confirm') ? null : <span className="small quiet">{t('ownProposal')}</span>}
      {change.mayWithdraw ? (
        <Button
          loading={withdraw.isPending}
          onClick={() =>
            void modal.confirm({
              title: t('ask.withdraw'),
              content: t('ask.withdrawWhat'),
              okText: t(change.mayConfirm ? 'verb.turnDown' : 'verb.withdraw'),
              onOk: () => withdraw.mutateAsync({ params }).catch(say),
            })
          }
        >
          {t(change.mayConfirm ? 'verb.turnDown' : 'verb.withdraw')}
        </Button>
      ) : null}
      {change.mayConfirm ? (
        <Button
          type="primary"
          disabled={change.block !== null}
          loading={confirm.sending}
          onClick={() =>
            void modal.confirm({
              title: t(`ask.${change.kind}`, { name: change.subject.maskedName }),
              content: t(`ask.${change.kind}What`),
              okText: t('verb.confirm'),
              onOk: () => confirm.start({ params }),
            })
          }
        >
          {t('verb.confirm')}
        </Button>
      ) : null}
    </>
  );
}
