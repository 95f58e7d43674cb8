import { useTranslation } from 'react-i18next';

/** The head of a column of buttons: nothing to see, a word to hear. */
export function ActsHead() {
  const { t } = useTranslation('common');
  return <span className="visually-hidden">{t('action.acts')}</span>;
}
