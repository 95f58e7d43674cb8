import HeartOutlined from '@ant-design/icons-svg/es/asn/HeartOutlined';
import TeamOutlined from '@ant-design/icons-svg/es/asn/TeamOutlined';
import { accounts, type Donation, donations, history, type OwnAccountLine, people } from '@red-points/shared/contracts';
import { Button, Dialog } from 'antd-mobile';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, messageOf, useMoneyMutation } from '../../api/index.ts';
import { formatNumber } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { Banner } from '../../phone/components/Banner.tsx';
import { Round } from '../../phone/components/ListSection.tsx';
import { useActingPerson } from '../acting.ts';
import { Amount } from './Amount.tsx';
import { Choice } from './Choice.tsx';

const CHANGES = [
  people.ownAccount,
  people.ownStatement,
  history.ownStatement,
  history.ownShares,
  accounts.own,
  donations.listOwn,
  donations.choices,
];
/** The fund among the choices; organisations stand there by their id. */
const FUND = 'fund';

interface GiveFormProps {
  readonly choices: CallAnswer<typeof donations.choices>;
  /** Those that can be given from: open ones. */
  readonly from: readonly OwnAccountLine[];
  readonly onDone: (donation: Donation) => void;
}

/** To whom, how many, from which account; asked once more by name before anything is sent. */
export function GiveForm({ choices, from, onDone }: GiveFormProps) {
  const { t } = useTranslation('residentAccounts');
  const person = useActingPerson();
  const [to, setTo] = useState(FUND);
  const [accountId, setAccountId] = useState<string>();
  const [points, setPoints] = useState<number | null>(null);
  const give = useMoneyMutation(donations.give, { changes: CHANGES, onDone });
  const account = from.find((each) => each.accountId === accountId) ?? from.find(({ credited }) => credited) ?? from[0];
  const available = account?.available ?? 0;
  const fundName = t('donate.fund', { unit: choices.fund.unitName });
  const toName = choices.organisations.find(({ organisationId }) => organisationId === to)?.name ?? fundName;
  const nameOf = ({ kind, name }: OwnAccountLine): string => (kind === 'own' ? t('donate.own') : name);
  const busy = give.sending || give.outcomeUnknown;
  const unverified = person !== undefined && person.status !== 'verified';

  const ask = async (): Promise<void> => {
    if (account === undefined || points === null) return;
    const confirmed = await Dialog.confirm({
      title: t('donate.askTitle', { points: formatNumber(points), name: toName }),
      content: t('donate.askFrom', { account: nameOf(account), points: formatNumber(available - points) }),
      confirmText: t('donate.confirm'),
      cancelText: t('donate.cancel'),
    });
    if (!confirmed) return;
    const organisation = to === FUND ? {} : { organisationId: to };
    give.start({ body: { points, accountId: account.accountId, ...organisation } });
  };

  return (
    <>
      {unverified ? <Banner>{t('donate.unverified')}</Banner> : null}
      <Choice
        legend={t('donate.to')}
        chosen={to}
        disabled={busy}
        onChoose={setTo}
        options={[
          {
            key: FUND,
            mark: (
              <Round tone="brand">
                <Icon of={HeartOutlined} size={18} />
              </Round>
            ),
            title: fundName,
            below: t('donate.fundHint', { points: formatNumber(choices.fund.points) }),
          },
          ...choices.organisations.map(({ organisationId, name }) => ({
            key: organisationId,
            mark: (
              <Round tone="slate">
                <Icon of={TeamOutlined} size={18} />
              </Round>
            ),
            title: name,
            below: t('donate.organisationHint'),
          })),
        ]}
      />
      {from.length > 1 && account !== undefined ? (
        <Choice
          legend={t('donate.from')}
          chosen={account.accountId}
          disabled={busy}
          onChoose={setAccountId}
          options={from.map((each) => ({
            key: each.accountId,
            title: nameOf(each),
            below: t('donate.now', { points: formatNumber(each.available) }),
          }))}
        />
      ) : null}
      <Amount points={points} available={available} disabled={busy} onChange={setPoints} />
      {give.refused === undefined ? null : <Banner tone="danger">{messageOf(give.refused)}</Banner>}
      {give.repeating ? (
        <p className="small quiet" role="status">
          {t('donate.asking')}
        </p>
      ) : null}
      {give.outcomeUnknown ? (
        <>
          <Banner>
            <b>{t('donate.unknown')}</b>
            <br />
            {t('donate.unknownHint')}
          </Banner>
          <Button block onClick={give.askAgain}>
            {t('donate.askAgain')}
          </Button>
        </>
      ) : (
        <Button
          color="primary"
          block
          loading={give.sending}
          loadingText={t('donate.sending')}
          disabled={points === null || points > available || unverified}
          onClick={() => void ask()}
        >
          {points === null ? t('donate.choose') : t('donate.submit', { points: formatNumber(points) })}
        </Button>
      )}
    </>
  );
}
