import type { ResidentActivity } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { Tag } from '../components/Tag.tsx';

/** What it earns, in the language of the page. */
export function EarnsText({ activity }: { activity: ResidentActivity }) {
  const { i18n } = useTranslation('resident');
  return <>{i18n.language === 'en' ? activity.earnsEn : activity.earnsZh}</>;
}

/** This person's part in it, or how it stands. */
export function OwnPart({ activity }: { activity: ResidentActivity }) {
  const { t } = useTranslation('resident');
  if (activity.mine === 'signed_up') return <Tag tone="success">{t('activities.signedUp')}</Tag>;
  if (activity.mine === 'waiting') {
    return <Tag tone="warning">{t('activities.waiting', { place: activity.waitingPlace ?? 0 })}</Tag>;
  }
  if (activity.mine === 'no_show') return <Tag tone="plain">{t('activities.noShow')}</Tag>;
  if (activity.mine === 'checked_in') return <Tag tone="success">{t('activities.checkedIn')}</Tag>;
  if (activity.mine === 'checked_out') return <Tag tone="success">{t('activities.checkedOut')}</Tag>;
  return <Tag tone={activity.state === 'under_way' ? 'slate' : 'plain'}>{t(`activities.state.${activity.state}`)}</Tag>;
}
