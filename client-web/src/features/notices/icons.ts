import CalendarOutlined from '@ant-design/icons-svg/es/asn/CalendarOutlined';
import FileDoneOutlined from '@ant-design/icons-svg/es/asn/FileDoneOutlined';
import GiftOutlined from '@ant-design/icons-svg/es/asn/GiftOutlined';
import ShopOutlined from '@ant-design/icons-svg/es/asn/ShopOutlined';
import WalletOutlined from '@ant-design/icons-svg/es/asn/WalletOutlined';
import type { IconDefinition } from '@ant-design/icons-svg/es/types';
import type { Notification } from '@red-points/shared/contracts';

/** The picture of each group of messages. */
export const NOTICE_ICONS: Readonly<Record<Notification['group'], IconDefinition>> = {
  points: WalletOutlined,
  redemption: GiftOutlined,
  activity: CalendarOutlined,
  review: FileDoneOutlined,
  shop: ShopOutlined,
};
