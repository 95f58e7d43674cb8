import { SettingsView } from '../../phone/notices/SettingsView.tsx';
import { useOwnShop } from '../shop.ts';

/** 消息设置 of the shop. */
export function MessageSettingsPage() {
  return <SettingsView shopId={useOwnShop()?.shopId ?? ''} />;
}
