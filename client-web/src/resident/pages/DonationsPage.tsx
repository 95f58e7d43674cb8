import HeartOutlined from '@ant-design/icons-svg/es/asn/HeartOutlined';
import { type Donation, donations } from '@red-points/shared/contracts';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd-mobile';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/index.ts';
import { formatShortMoment } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { Points } from '../../components/Points.tsx';
import { Tag } from '../../components/Tag.tsx';
import { Banner } from '../../phone/components/Banner.tsx';
import { Card } from '../../phone/components/Card.tsx';
import { Round, Row } from '../../phone/components/ListSection.tsx';
import { MoreButton } from '../../phone/components/MoreButton.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Sheet } from '../../phone/components/Sheet.tsx';
import { Nothing, Trouble, Waiting } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import { DonationFacts } from '../donations/DonationFacts.tsx';
import { receiverOf } from '../donations/facts.ts';
import { EntryReceipt } from '../EntryReceipt.tsx';

const TONES = { created: 'warning', posted: 'success', refused: 'plain' } as const;

/** What this person gave, newest first; each with its receipt. */
export function DonationsPage() {
  const { t } = useTranslation('residentAccounts');
  const back = useBack();
  const navigate = useNavigate();
  const [open, setOpen] = useState<Donation>();
  const list = useList(donations.listOwn, { query: { limit: 20 } }, { staleMs: 0 });
  return (
    <PhonePage
      title={t('donations.title')}
      onBack={back}
      bottom={
        <Button color="primary" block onClick={() => void navigate({ to: '/donate' })}>
          {t('donations.give')}
        </Button>
      }
    >
      {list.isPending ? <Waiting rows={6} /> : null}
      {list.isError && list.items.length === 0 ? (
        <Trouble error={list.error} onRetry={() => void list.refetch()} />
      ) : null}
      {list.isSuccess && list.items.length === 0 ? (
        <Nothing title={t('donations.none')}>
          <span className="small">{t('donations.noneHint')}</span>
        </Nothing>
      ) : null}
      {list.items.length === 0 ? null : (
        <Card>
          {list.items.map((donation) => (
            <Row
              key={donation.donationId}
              mark={
                <Round tone={donation.state === 'posted' ? 'brand' : 'plain'}>
                  <Icon of={HeartOutlined} size={16} />
                </Round>
              }
              title={receiverOf(donation, t)}
              below={formatShortMoment(donation.postedAt ?? donation.createdAt)}
              end={<Points value={-donation.points} tone={donation.state === 'posted' ? 'signed' : 'pending'} />}
              endBelow={<Tag tone={TONES[donation.state]}>{t(`donations.state.${donation.state}`)}</Tag>}
              onOpen={() => setOpen(donation)}
            />
          ))}
        </Card>
      )}
      <MoreButton list={list} />
      <DonationSheet donation={open} onClose={() => setOpen(undefined)} />
    </PhonePage>
  );
}

function DonationSheet({ donation, onClose }: { donation: Donation | undefined; onClose: () => void }) {
  const { t } = useTranslation('residentAccounts');
  return (
    <Sheet
      open={donation !== undefined}
      title={donation === undefined ? undefined : receiverOf(donation, t)}
      figure={
        donation === undefined ? undefined : (
          <Points value={-donation.points} tone={donation.state === 'posted' ? 'signed' : 'pending'} figure />
        )
      }
      onClose={onClose}
    >
      {donation === undefined ? null : (
        <>
          {donation.state === 'refused' ? <Banner>{t('donations.refused')}</Banner> : null}
          <DonationFacts donation={donation} />
          {donation.entryId === null ? null : <EntryReceipt entryId={donation.entryId} />}
        </>
      )}
    </Sheet>
  );
}
