import { memberships, type people } from '@red-points/shared/contracts';
import { Link } from '@tanstack/react-router';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, useRead } from '../../api/index.ts';
import { formatDate } from '../../components/formatters.ts';
import { Points } from '../../components/Points.tsx';
import { Tag } from '../../components/Tag.tsx';

type Person = CallAnswer<typeof people.get>;

/** What somebody must know before reading the account: that another one counts, or that this one was joined. */
export function AccountNote({ person }: { person: Person }) {
  const { t } = useTranslation('consoleAccounts');
  const { creditedHousehold: household, joinedInto } = person;
  const open = (personId: string) => (
    <Link to="/people" search={{ open: personId }} className="link">
      {t('person.open')}
    </Link>
  );
  if (joinedInto !== null) {
    return (
      <Alert
        type="warning"
        showIcon
        title={t('person.joinedInto', { name: joinedInto.maskedName })}
        description={t('person.joinedIntoHint')}
        action={open(joinedInto.personId)}
        style={{ marginBottom: 16 }}
      />
    );
  }
  if (household === null) return null;
  return (
    <Alert
      type="info"
      showIcon
      title={
        <>
          {t('person.shared')} <Points value={household.available} strong />
        </>
      }
      description={t('person.sharedHint', { name: household.maskedName })}
      action={open(household.personId)}
      style={{ marginBottom: 16 }}
    />
  );
}

/** The households and organisations that a person belongs or belonged to, and the records joined into this one. */
export function Belongings({ person }: { person: Person }) {
  const { t } = useTranslation(['consoleAccounts', 'consolePeople']);
  const list = useRead(memberships.ofPerson, { params: { personId: person.personId } });
  const items = list.data?.items ?? [];
  return (
    <>
      <dt>{t('person.memberOf')}</dt>
      <dd>
        {items.length === 0 ? <span className="quiet">{t('person.none')}</span> : null}
        {items.map((line) => (
          <div key={line.membershipId}>
            <Link to="/people" search={{ open: line.groupId }} className="link">
              {line.groupName}
            </Link>{' '}
            <Tag>{t(line.isHead ? 'group.head' : `group.role.${line.role}`)}</Tag>{' '}
            <span className="small quiet">
              {line.until === null
                ? t('group.since', { from: formatDate(line.from) })
                : t('group.until', { from: formatDate(line.from), until: formatDate(line.until) })}
            </span>
          </div>
        ))}
      </dd>
      {person.joinedFrom.length === 0 ? null : (
        <>
          <dt>{t('person.joinedFrom')}</dt>
          <dd>
            {person.joinedFrom.map((joined) => (
              <div key={joined.personId}>
                <Link to="/people" search={{ open: joined.personId }} className="link">
                  {joined.maskedName}
                </Link>
              </div>
            ))}
          </dd>
        </>
      )}
    </>
  );
}
