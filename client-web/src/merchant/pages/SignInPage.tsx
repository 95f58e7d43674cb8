import { useTranslation } from 'react-i18next';
import { PasswordSignIn } from '../../phone/components/PasswordSignIn.tsx';
import { signInRoute } from '../router.tsx';

/** Shops sign in by user name and password. */
export function SignInPage() {
  const { t } = useTranslation('signIn');
  return (
    <PasswordSignIn
      face="merchant"
      title={t('merchant.title')}
      lead={t('merchant.lead')}
      isOffered={({ face }) => face === 'merchant'}
      search={signInRoute.useSearch()}
    />
  );
}
