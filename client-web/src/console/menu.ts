import AccountBookOutlined from '@ant-design/icons-svg/es/asn/AccountBookOutlined';
import AlertOutlined from '@ant-design/icons-svg/es/asn/AlertOutlined';
import AuditOutlined from '@ant-design/icons-svg/es/asn/AuditOutlined';
import BarChartOutlined from '@ant-design/icons-svg/es/asn/BarChartOutlined';
import CalendarOutlined from '@ant-design/icons-svg/es/asn/CalendarOutlined';
import DesktopOutlined from '@ant-design/icons-svg/es/asn/DesktopOutlined';
import FieldTimeOutlined from '@ant-design/icons-svg/es/asn/FieldTimeOutlined';
import FileProtectOutlined from '@ant-design/icons-svg/es/asn/FileProtectOutlined';
import FormOutlined from '@ant-design/icons-svg/es/asn/FormOutlined';
import FundOutlined from '@ant-design/icons-svg/es/asn/FundOutlined';
import GiftOutlined from '@ant-design/icons-svg/es/asn/GiftOutlined';
import HeartOutlined from '@ant-design/icons-svg/es/asn/HeartOutlined';
import HistoryOutlined from '@ant-design/icons-svg/es/asn/HistoryOutlined';
import HomeOutlined from '@ant-design/icons-svg/es/asn/HomeOutlined';
import IdcardOutlined from '@ant-design/icons-svg/es/asn/IdcardOutlined';
import NotificationOutlined from '@ant-design/icons-svg/es/asn/NotificationOutlined';
import OrderedListOutlined from '@ant-design/icons-svg/es/asn/OrderedListOutlined';
import ProfileOutlined from '@ant-design/icons-svg/es/asn/ProfileOutlined';
import ReadOutlined from '@ant-design/icons-svg/es/asn/ReadOutlined';
import SafetyCertificateOutlined from '@ant-design/icons-svg/es/asn/SafetyCertificateOutlined';
import ImportOutlined from '@ant-design/icons-svg/es/asn/SelectOutlined';
import ShopOutlined from '@ant-design/icons-svg/es/asn/ShopOutlined';
import SwapOutlined from '@ant-design/icons-svg/es/asn/SwapOutlined';
import TeamOutlined from '@ant-design/icons-svg/es/asn/TeamOutlined';
import UsergroupAddOutlined from '@ant-design/icons-svg/es/asn/UsergroupAddOutlined';
import type { IconDefinition } from '@ant-design/icons-svg/es/types';
import type { Action } from '@red-points/shared/domain/permissions';

export type MenuKey =
  | 'home'
  | 'reviews'
  | 'reviewOffice'
  | 'publicity'
  | 'claims'
  | 'activities'
  | 'teams'
  | 'displays'
  | 'people'
  | 'dataRequests'
  | 'transactions'
  | 'rules'
  | 'imports'
  | 'accounts'
  | 'fund'
  | 'batches'
  | 'budgets'
  | 'offers'
  | 'merchants'
  | 'settlements'
  | 'reports'
  | 'ledger'
  | 'watch'
  | 'audit'
  | 'staff';

export type MenuGroupKey = 'daily' | 'points' | 'redeeming' | 'oversight';

export interface MenuItem {
  key: MenuKey;
  /** Shown only when the router has this page. */
  to: string;
  icon: IconDefinition;
  /** Shown only to people whose role could do one of these. */
  for: readonly Action[];
}

export interface MenuGroup {
  key: MenuGroupKey | undefined;
  items: readonly MenuItem[];
}

/** The main menu in the order of the working day. */
export const MENU: readonly MenuGroup[] = [
  { key: undefined, items: [{ key: 'home', to: '/', icon: HomeOutlined, for: [] }] },
  {
    key: 'daily',
    items: [
      { key: 'reviews', to: '/reviews', icon: AuditOutlined, for: ['reviews.read'] },
      { key: 'reviewOffice', to: '/review-office', icon: FieldTimeOutlined, for: ['reviews.read'] },
      { key: 'publicity', to: '/publicity', icon: NotificationOutlined, for: ['reviews.read'] },
      { key: 'claims', to: '/claims', icon: FormOutlined, for: ['claims.read'] },
      { key: 'activities', to: '/activities', icon: CalendarOutlined, for: ['activities.read'] },
      { key: 'teams', to: '/teams', icon: UsergroupAddOutlined, for: ['teams.read'] },
      { key: 'displays', to: '/displays', icon: DesktopOutlined, for: ['displays.manage'] },
      { key: 'people', to: '/people', icon: TeamOutlined, for: ['people.read'] },
      { key: 'dataRequests', to: '/data-requests', icon: FileProtectOutlined, for: ['data_requests.read'] },
    ],
  },
  {
    key: 'points',
    items: [
      { key: 'transactions', to: '/transactions', icon: ProfileOutlined, for: ['transactions.read'] },
      { key: 'rules', to: '/rules', icon: ReadOutlined, for: ['rules.read'] },
      { key: 'budgets', to: '/budgets', icon: FundOutlined, for: ['budgets.read'] },
      { key: 'imports', to: '/imports', icon: ImportOutlined, for: ['imports.read'] },
      { key: 'accounts', to: '/accounts', icon: SwapOutlined, for: ['accounts.read'] },
      { key: 'fund', to: '/fund', icon: HeartOutlined, for: ['donations.read'] },
      { key: 'batches', to: '/batches', icon: OrderedListOutlined, for: ['batches.read'] },
    ],
  },
  {
    key: 'redeeming',
    items: [
      { key: 'offers', to: '/offers', icon: GiftOutlined, for: ['offers.manage'] },
      { key: 'merchants', to: '/merchants', icon: ShopOutlined, for: ['shops.read'] },
      { key: 'settlements', to: '/settlements', icon: AccountBookOutlined, for: ['settlements.read'] },
    ],
  },
  {
    key: 'oversight',
    items: [
      { key: 'reports', to: '/reports', icon: BarChartOutlined, for: ['reports.read'] },
      { key: 'watch', to: '/oversight', icon: AlertOutlined, for: ['watch.read'] },
      { key: 'audit', to: '/audit', icon: HistoryOutlined, for: ['audit.read'] },
      { key: 'ledger', to: '/ledger', icon: SafetyCertificateOutlined, for: ['ledger.verify'] },
    ],
  },
];

/** The item of the page at an address; none for pages that belong to no item. */
export function itemAt(pathname: string): MenuItem | undefined {
  const isAt = ({ to }: MenuItem): boolean => pathname === to || (to !== '/' && pathname.startsWith(`${to}/`));
  return [...MENU.flatMap(({ items }) => items), FOOT].find(isAt);
}

/** At the foot of the menu. */
export const FOOT: MenuItem = { key: 'staff', to: '/staff', icon: IdcardOutlined, for: ['users.manage'] };
