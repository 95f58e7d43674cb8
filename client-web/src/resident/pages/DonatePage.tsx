import { accounts, type Donation, donations } from '@red-points/shared/contracts';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd-mobile';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { Card } from '../../phone/components/Card.tsx';
import { Outcome } from '../../phone/components/Outcome.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Shown } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import { DonationFacts } from '../donations/DonationFacts.tsx';
import { GiveForm } from '../donations/GiveForm.tsx';

/** 捐赠积分: to the fund of one's community, or to one of its organisations. */
export function DonatePage() {
  const { t } = useTranslation('residentAccounts');
  const back = useBack();
  const [done, setDone] = useState<Donation>();
  const choices = useRead(donations.choices, {}, { staleMs: 0 });
  const own = useRead(accounts.own, {}, { staleMs: 0 });
  if (done !== undefined) return <Given donation={done} />;
  return (
    <PhonePage
      title={t('donate.title')}
      onBack={back}
      action={
        <Link to="/donations" className="link">
          {t('donate.history')}
        </Link>
      }
    >
      <Shown of={choices} rows={4}>
        {(data) => (
          <Shown of={own} rows={3}>
            {({ items }) => (
              <GiveForm
                choices={data}
                from={items.filter(({ kind, closed }) => kind !== 'joined' && !closed)}
                onDone={setDone}
              />
            )}
          </Shown>
        )}
      </Shown>
    </PhonePage>
  );
}

/** One clear moment: what was given, to whom, and the receipt. */
function Given({ donation }: { donation: Donation }) {
  const { t } = useTranslation('residentAccounts');
  const navigate = useNavigate();
  const posted = donation.state === 'posted';
  return (
    <PhonePage
      header={<span />}
      bottom={
        <>
          <Button color="primary" block onClick={() => void navigate({ to: '/', replace: true })}>
            {t('donate.home')}
          </Button>
          <Button block onClick={() => void navigate({ to: '/donations', replace: true })}>
            {t('donate.toHistory')}
          </Button>
        </>
      }
    >
      <Outcome
        kind={posted ? 'success' : 'waiting'}
        title={t(posted ? 'donate.done' : 'donate.accepted')}
        points={-donation.points}
        below={posted ? undefined : t('donate.acceptedHint')}
      />
      <Card>
        <DonationFacts donation={donation} />
      </Card>
    </PhonePage>
  );
}
