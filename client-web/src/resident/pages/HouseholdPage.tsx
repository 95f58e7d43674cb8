import RightOutlined from '@ant-design/icons-svg/es/asn/RightOutlined';
import { accounts, memberships, type OwnAccountLine } from '@red-points/shared/contracts';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, useRead } from '../../api/index.ts';
import { formatDate, formatNumber } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { Points } from '../../components/Points.tsx';
import { Tag } from '../../components/Tag.tsx';
import { Card } from '../../phone/components/Card.tsx';
import { ListSection, Round, Row } from '../../phone/components/ListSection.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Nothing, Shown } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import styles from '../household/household.module.css';
import { MonthShares } from '../household/MonthShares.tsx';
import { useMemberName } from '../household/names.ts';

type Household = NonNullable<CallAnswer<typeof memberships.ownHousehold>['household']>;

/** 我的家庭: who belongs to it since when, what its account holds, and what each of them earned and used. */
export function HouseholdPage() {
  const { t } = useTranslation('residentAccounts');
  const back = useBack();
  const household = useRead(memberships.ownHousehold, {}, { staleMs: 0 });
  const own = useRead(accounts.own, {}, { staleMs: 0 });
  return (
    <PhonePage title={t('household.title')} onBack={back}>
      <Shown of={household} rows={4}>
        {(data) =>
          data.household === null ? (
            <Nothing title={t('household.none')}>
              <span className="small">{t('household.noneHint')}</span>
            </Nothing>
          ) : (
            <>
              <Shown of={own} rows={2}>
                {({ items }) => <SharedAccount name={data.household?.name ?? ''} items={items} />}
              </Shown>
              <Members household={data.household} />
              <AccountMonth items={own.data?.items ?? []} />
            </>
          )
        }
      </Shown>
      <HowTo />
    </PhonePage>
  );
}

const householdOf = (items: readonly OwnAccountLine[]): OwnAccountLine | undefined =>
  items.find(({ kind }) => kind === 'household');

/** What the shared account holds, and whether the community credits it. */
function SharedAccount({ name, items }: { name: string; items: readonly OwnAccountLine[] }) {
  const { t } = useTranslation('residentAccounts');
  const navigate = useNavigate();
  const shared = householdOf(items);
  const mine = items.find(({ kind }) => kind === 'own');
  if (shared === undefined) return null;
  if (!shared.credited) {
    return (
      <Card className={styles.balance}>
        <h2>{name}</h2>
        <p className="quiet">{t('household.perPerson')}</p>
        {shared.available > 0 ? (
          <p className="quiet">{t('household.left', { points: formatNumber(shared.available) })}</p>
        ) : null}
      </Card>
    );
  }
  return (
    <Card>
      <div className={styles.balance}>
        <h2>{name}</h2>
        <p className="quiet">{t('household.shared')}</p>
        <p className={styles.figure}>
          <Points value={shared.available} figure />
        </p>
        <p className="small quiet">{t('household.sharedHint')}</p>
        {mine !== undefined && mine.available > 0 ? (
          <p className="small quiet">{t('household.ownLeft', { points: formatNumber(mine.available) })}</p>
        ) : null}
      </div>
      <div className={styles.statement}>
        <Row
          title={t('household.statement')}
          end={<Icon of={RightOutlined} size={12} className="quiet" />}
          onOpen={() => void navigate({ to: '/statement', search: { account: shared.accountId } })}
        />
      </div>
    </Card>
  );
}

function Members({ household: { members } }: { household: Household }) {
  const { t } = useTranslation('residentAccounts');
  const nameOf = useMemberName();
  return (
    <ListSection title={t('household.members', { count: members.length })}>
      {members.map((member) => (
        <Row
          key={member.personId}
          mark={<Round tone={member.isMe ? 'brand' : 'plain'}>{nameOf(member).slice(0, 1)}</Round>}
          title={
            <span className={styles.name}>
              {nameOf(member)}
              {member.isHead ? <Tag tone="gold">{t('household.head')}</Tag> : null}
              {member.isMe ? <Tag tone="slate">{t('household.me')}</Tag> : null}
            </span>
          }
          below={t('household.since', { date: formatDate(member.from) })}
        />
      ))}
    </ListSection>
  );
}

function AccountMonth({ items }: { items: readonly OwnAccountLine[] }) {
  const shared = householdOf(items);
  return shared === undefined ? null : <MonthShares accountId={shared.accountId} />;
}

function HowTo() {
  const { t } = useTranslation('residentAccounts');
  return (
    <Card className={styles.how}>
      <h2>{t('household.how')}</h2>
      <p>{t('household.howJoin')}</p>
      <p>{t('household.howLeave')}</p>
      <p className="quiet">{t('household.howWhere')}</p>
    </Card>
  );
}
