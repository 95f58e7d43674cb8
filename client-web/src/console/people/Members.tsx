import { accounts, type MemberLine, memberships, people } from '@red-points/shared/contracts';
import { Link } from '@tanstack/react-router';
import { App, Button, DatePicker, Empty, Modal, Skeleton } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, messageOf, useChange, useRead } from '../../api/index.ts';
import { businessDate, formatDate } from '../../components/formatters.ts';
import { Tag } from '../../components/Tag.tsx';
import { useMay } from '../../features/use-may.ts';
import { Trouble } from '../components/Trouble.tsx';
import { useOpenings } from '../parts/use-openings.ts';
import { AddMember } from './AddMember.tsx';
import styles from './Members.module.css';

type Group = CallAnswer<typeof people.get> & { kind: 'household' | 'organisation' };

/** What changes with a membership: the lists, and whose account counts for the person. */
const CHANGES = [memberships.members, memberships.ofPerson, people.get, accounts.crediting];

/** Who belongs to a household, or speaks for an organisation: today, soon, and before. */
export function Members({ group }: { group: Group }) {
  const { t } = useTranslation('consoleAccounts');
  const may = useMay();
  const [adding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState<MemberLine>();
  const endings = useOpenings(leaving !== undefined);
  const params = { personId: group.personId };
  const list = useRead(memberships.members, { params });
  const open = group.status !== 'closed' && may('memberships.manage');
  if (list.error !== null && list.data === undefined)
    return <Trouble error={list.error} onRetry={() => void list.refetch()} />;
  if (list.data === undefined) return <Skeleton active title={false} />;
  const current = list.data.items.filter((member) => member.current || member.until === null);
  const past = list.data.items.filter((member) => !current.includes(member));
  return (
    <section>
      <header className={styles['head']}>
        <span className="small quiet">{t(`group.hint.${group.kind}`)}</span>
        {open ? <Button onClick={() => setAdding(true)}>{t(`group.add.${group.kind}`)}</Button> : null}
      </header>
      {current.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t(`group.none.${group.kind}`)} />
      ) : null}
      <ul className={styles['list']}>
        {current.map((member) => (
          <Member
            key={member.membershipId}
            member={member}
            group={group}
            {...(open ? { onEnd: () => setLeaving(member) } : {})}
          />
        ))}
      </ul>
      {past.length === 0 ? null : (
        <>
          <h3 className={`small quiet ${styles['past']}`}>{t('group.past')}</h3>
          <ul className={styles['list']} data-past>
            {past.map((member) => (
              <Member key={member.membershipId} member={member} group={group} />
            ))}
          </ul>
        </>
      )}
      <AddMember
        group={group}
        first={current.length === 0}
        open={adding}
        changes={CHANGES}
        onClose={() => setAdding(false)}
      />
      <EndMembership key={endings} group={group} member={leaving} onClose={() => setLeaving(undefined)} />
    </section>
  );
}

function Member({ member, group, onEnd }: { member: MemberLine; group: Group; onEnd?: () => void }) {
  const { t } = useTranslation('consoleAccounts');
  const { message } = App.useApp();
  const setHead = useChange(memberships.setHead, {
    changes: CHANGES,
    onDone: () => void message.success(t('group.headDone')),
  });
  const mayHead = group.kind === 'household' && member.current && member.until === null && !member.isHead;
  return (
    <li>
      <span className={styles['mark']}>{member.maskedName.slice(0, 1)}</span>
      <div>
        <div className={styles['name']}>
          <Link to="/people" search={{ open: member.personId }} className="link">
            {member.maskedName}
          </Link>
          {member.isHead ? <Tag tone="gold">{t('group.head')}</Tag> : null}
          {!member.current && member.until === null ? (
            <Tag tone="warning">{t('group.comes', { from: formatDate(member.from) })}</Tag>
          ) : null}
          {member.current && member.until !== null ? (
            <Tag tone="warning">{t('group.leaves', { until: formatDate(member.until) })}</Tag>
          ) : null}
        </div>
        <span className="small quiet">
          {member.until === null
            ? t('group.since', { from: formatDate(member.from) })
            : t('group.until', { from: formatDate(member.from), until: formatDate(member.until) })}
        </span>
      </div>
      {onEnd === undefined ? null : (
        <div className={styles['buttons']}>
          {mayHead ? (
            <Button
              type="text"
              loading={setHead.isPending}
              onClick={() =>
                setHead.mutate(
                  { params: { personId: group.personId }, body: { memberId: member.personId } },
                  { onError: (error) => void message.warning(messageOf(error), 6) },
                )
              }
            >
              {t('group.makeHead')}
            </Button>
          ) : null}
          {member.until === null ? (
            <Button type="text" onClick={onEnd}>
              {t(`group.end.${group.kind}`)}
            </Button>
          ) : null}
        </div>
      )}
    </li>
  );
}

function EndMembership({
  group,
  member,
  onClose,
}: {
  group: Group;
  member: MemberLine | undefined;
  onClose: () => void;
}) {
  const { t } = useTranslation('consoleAccounts');
  const { message } = App.useApp();
  const [day, setDay] = useState<Dayjs | null>(dayjs(businessDate()));
  const end = useChange(memberships.end, {
    changes: CHANGES,
    onDone: () => {
      void message.success(t('group.endDone'));
      onClose();
    },
  });
  return (
    <Modal
      open={member !== undefined}
      title={t('group.endTitle', { name: member?.maskedName ?? '' })}
      okText={t(`group.end.${group.kind}`)}
      okButtonProps={{ loading: end.isPending, disabled: day === null }}
      onOk={() => {
        if (member === undefined || day === null) return;
        end.mutate({ params: { membershipId: member.membershipId }, body: { until: day.format('YYYY-MM-DD') } });
      }}
      onCancel={onClose}
      destroyOnHidden
    >
      <p className="quiet">{t('group.endWhat')}</p>
      <DatePicker
        value={day}
        onChange={setDay}
        minDate={dayjs(businessDate())}
        aria-label={t('group.from')}
        style={{ width: '100%', marginTop: 12 }}
      />
      {end.error === null ? null : (
        <p role="alert" style={{ color: 'var(--danger)', marginTop: 8 }}>
          {messageOf(end.error)}
        </p>
      )}
    </Modal>
  );
}
