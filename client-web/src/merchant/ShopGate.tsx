import { useLocation } from '@tanstack/react-router';
import { Toast } from 'antd-mobile';
import { useTranslation } from 'react-i18next';
import { useSession } from '../api/index.ts';
import { PhoneGate } from '../phone/components/PhoneGate.tsx';
import { useNewOrders } from './orders.ts';
import { useOwnShop } from './shop.ts';
import { announce } from './voice.ts';

/** The sign-in gate of the shop's phone. Behind it new orders are announced on every page: a customer waits three minutes. */
export function ShopGate() {
  const signedIn = useSession().kind === 'signed_in';
  return (
    <>
      <PhoneGate />
      {signedIn ? <OwnOrders /> : null}
    </>
  );
}

function OwnOrders() {
  const shop = useOwnShop();
  // Another shop's orders are news of their own: nothing of the one before is known there.
  return shop === undefined ? null : <Announcer key={shop.shopId} shopId={shop.shopId} />;
}

function Announcer({ shopId }: { shopId: string }) {
  const { t } = useTranslation('merchant');
  const isHome = useLocation({ select: ({ pathname }) => pathname === '/' });
  useNewOrders(shopId, (codes) => {
    for (const code of codes) announce(t('sound.spoken', { code: code.split('').join(' ') }));
    if (!isHome) Toast.show(t('sound.came', { code: codes.join(' ') }));
  });
  return null;
}
