import { useTranslation } from 'react-i18next';
import { PasswordSignIn } from '../../phone/components/PasswordSignIn.tsx';
import { signInRoute } from '../router.tsx';

/** The demo's roles that work on a phone. */
const ON_PHONES: readonly string[] = ['grid_officer', 'organiser', 'secretary', 'deputy'];

/** Staff sign in by user name and password; at the console and here it is one session. */
export function SignInPage() {
  const { t } = useTranslation('desk');
  return (
    <PasswordSignIn
      face="console"
      title={t('signIn.title')}
      lead={t('signIn.lead')}
      isOffered={({ face, card }) => face === 'console' && ON_PHONES.includes(card)}
      search={signInRoute.useSearch()}
    />
  );
}
