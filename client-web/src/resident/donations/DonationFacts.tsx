import type { Donation } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { formatMoment } from '../../components/formatters.ts';
import { Points } from '../../components/Points.tsx';
import { Facts } from '../../phone/components/Card.tsx';
import { receiverOf } from './facts.ts';

/** To whom, from where, when, what is left, and the code of its receipt. */
export function DonationFacts({ donation }: { donation: Donation }) {
  const { t } = useTranslation('residentAccounts');
  const rows = [
    { label: t('donations.to'), value: receiverOf(donation, t), strong: true },
    { label: t('donations.from'), value: t(`donations.fromKind.${donation.fromKind}`) },
    { label: t('donations.time'), value: formatMoment(donation.postedAt ?? donation.createdAt) },
    donation.availableAfter === null
      ? undefined
      : { label: t('donations.after'), value: <Points value={donation.availableAfter} /> },
    donation.receiptCode === null
      ? undefined
      : { label: t('donations.receipt'), value: <span className="mono">{donation.receiptCode}</span> },
  ];
  return <Facts rows={rows.filter((row) => row !== undefined)} />;
}
