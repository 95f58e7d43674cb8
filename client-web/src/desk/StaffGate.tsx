import { Outlet } from '@tanstack/react-router';
import { Button } from 'antd-mobile';
import { useTranslation } from 'react-i18next';
import { signOut } from '../api/index.ts';
import { useMay } from '../features/use-may.ts';
import { PhoneGate } from '../phone/components/PhoneGate.tsx';
import { PhonePage } from '../phone/components/PhonePage.tsx';
import { NotYours } from '../phone/components/states.tsx';

/** The gate of the staff's phone: for who runs activities or files for residents; others, such as auditors, work at the desk. */
export function StaffGate() {
  return (
    <PhoneGate>
      <Served />
    </PhoneGate>
  );
}

function Served() {
  const { t } = useTranslation('desk');
  const may = useMay();
  if (may('activities.run') || may('claims.file')) return <Outlet />;
  return (
    <PhonePage title={t('me.title')}>
      <NotYours />
      <Button block onClick={() => window.location.assign('/console/')}>
        {t('me.console')}
      </Button>
      <Button block onClick={() => void signOut()}>
        {t('me.signOut')}
      </Button>
    </PhonePage>
  );
}
