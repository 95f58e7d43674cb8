import type { Donation } from '@red-points/shared/contracts';
import type { TFunction } from 'i18next';

/** To whom somebody gave, as the pages call it. */
export const receiverOf = ({ to, toName }: Donation, t: TFunction<'residentAccounts'>): string =>
  to === 'fund' ? t('donate.fund', { unit: toName }) : toName;
