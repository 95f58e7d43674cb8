import type { Activities } from './activities/index.ts';
import type { Cards } from './cards/index.ts';
import type { Contests } from './contests/index.ts';
import type { Delegations } from './delegations/index.ts';
import type { Merchants } from './merchants/index.ts';
import type { Notifications } from './notifications/index.ts';
import type { Objections } from './objections/index.ts';
import type { OwnData } from './own-data/index.ts';
import type { RedemptionPins } from './redemption-pins/index.ts';
import type { Redemptions } from './redemptions/index.ts';
import type { Reviews } from './reviews/index.ts';
import type { Settlements } from './settlements/index.ts';
import type { ShopApplicationsNoun } from './shop-applications/index.ts';

interface NoticeNouns {
  readonly notifications: Pick<Notifications, 'addSource' | 'addSubject'>;
  readonly activities: Pick<Activities, 'noticeSource' | 'signUpNotices' | 'titles'>;
  readonly reviews: Pick<Reviews, 'noticeSources'>;
  readonly merchants: Pick<Merchants, 'noticeSource' | 'titles'>;
  readonly redemptions: Pick<Redemptions, 'noticeSource'>;
  readonly cards: Pick<Cards, 'noticeSource'>;
  readonly redemptionPins: Pick<RedemptionPins, 'noticeSource'>;
  readonly contests: Pick<Contests, 'noticeSource'>;
  readonly objections: Pick<Objections, 'noticeSource'>;
  readonly shopApplications: Pick<ShopApplicationsNoun, 'noticeSource'>;
  readonly ownData: Pick<OwnData, 'noticeSource'>;
  readonly delegations: Pick<Delegations, 'noticeSource'>;
  readonly settlements: Pick<Settlements, 'noticeSources'>;
}

/** Which nouns tell people what changed. Each says itself which changes and with which message. */
export function addNoticeSources(nouns: NoticeNouns): void {
  const {
    notifications,
    activities,
    reviews,
    merchants,
    redemptions,
    cards,
    redemptionPins,
    contests,
    objections,
    delegations,
    shopApplications,
    settlements,
    ownData,
  } = nouns;
  const own = [
    activities,
    merchants,
    redemptions,
    cards,
    redemptionPins,
    contests,
    objections,
    delegations,
    shopApplications,
    ownData,
  ].map(({ noticeSource }) => noticeSource);
  const sources = [...own, activities.signUpNotices, ...reviews.noticeSources, ...settlements.noticeSources];
  for (const source of sources) notifications.addSource(source);
  notifications.addSubject('activity', activities.titles);
  notifications.addSubject('shop', merchants.titles);
}
