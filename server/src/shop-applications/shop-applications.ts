import { shopApplications as contract } from '@red-points/shared/contracts';
import type { ClientSession } from 'mongodb';
import { type ApiRouter, route } from '../http/route.ts';
import type { NoticeSource } from '../notifications/index.ts';
import { ERASED_BYTES } from '../platform/personal-data.ts';
import type { Platform } from '../platform/platform.ts';
import { type Waiting, waitingIn } from '../platform/waiting.ts';
import { decideApplication } from './decide-application.ts';
import type { ShopApplicationDeps, ShopApplicationNeeds } from './deps.ts';
import { changeApplication, draftApplication, listOwn, withdrawApplication } from './draft-application.ts';
import { eraseLicencesJob, forgetLicences, keepLicence } from './licence-photos.ts';
import { applicationNotices } from './notices.ts';
import { getApplication, listApplications } from './read-applications.ts';
import { sendLicence, sendOwnLicence } from './send-licence.ts';
import { licencePhotosOf, shopApplicationsOf } from './store.ts';
import { submitApplication } from './submit-application.ts';

export { ensureShopApplications } from './store.ts';

/** Applications of owners to take part with their shop, and what the community decides. */
export interface ShopApplicationsNoun {
  /**
   * Applications of a sign-in that is nobody's any more are found by its phone no longer; of those that came to nothing the
   * contact and the photo of the licence go too. What was approved is a shop's paper and stays. Safe to repeat.
   */
  forgetSignIn(userId: string): Promise<void>;
  /** Shops are closed for good, in this transaction: their licences and names may apply anew. */
  letApplyAnew(session: ClientSession, shopIds: readonly string[]): Promise<void>;
  /** Applications that wait in a unit and below. */
  waiting(unitId: string): Promise<Waiting>;
  /** What is told of them. */
  readonly noticeSource: NoticeSource;
  routes(router: ApiRouter): void;
}

export function createShopApplications({
  jobs,
  ...needs
}: ShopApplicationNeeds & Pick<Platform, 'jobs'>): ShopApplicationsNoun {
  const deps: ShopApplicationDeps = {
    ...needs,
    applications: shopApplicationsOf(needs.db),
    photos: licencePhotosOf(needs.db),
  };
  jobs.register(eraseLicencesJob(deps));
  return {
    waiting: async (unitId) => {
      const waiting = { unitPath: unitId, state: 'submitted' } as const;
      return waitingIn(deps.applications, waiting, 'submittedAt');
    },
    letApplyAnew: async (session, shopIds) => {
      const change = { $set: { liveLicence: null, liveName: null } };
      await deps.applications.updateMany({ shopId: { $in: [...shopIds] }, state: 'approved' }, change, { session });
    },
    forgetSignIn: async (userId) => {
      const unfounded = { userId, state: { $ne: 'approved' } } as const;
      await deps.applications.updateMany(unfounded, { $set: { sealed: ERASED_BYTES(), licencePhotoId: null } });
      await forgetLicences(deps, userId);
      await deps.applications.updateMany({ userId }, { $set: { phoneIndex: null, liveName: null } });
    },
    noticeSource: applicationNotices(needs.clock),
    routes: (router) => {
      route(router, contract.listOwn, ({ principal }) => listOwn(deps, principal));
      route(router, contract.draft, ({ principal, body }) => draftApplication(deps, principal, body));
      route(router, contract.uploadLicence, ({ principal, req }) => keepLicence(deps, principal, req));
      route(router, contract.ownLicence, ({ principal, params, res }) =>
        sendOwnLicence(deps, principal, params.licencePhotoId, res),
      );
      route(router, contract.licence, ({ principal, params, res }) =>
        sendLicence(deps, principal, params.applicationId, res),
      );
      route(router, contract.change, ({ principal, params, body }) =>
        changeApplication(deps, principal, params.applicationId, body),
      );
      route(router, contract.submit, ({ principal, params }) =>
        submitApplication(deps, principal, params.applicationId),
      );
      route(router, contract.withdraw, ({ principal, params }) =>
        withdrawApplication(deps, principal, params.applicationId),
      );
      route(router, contract.list, ({ principal, query }) => listApplications(deps, principal, query));
      route(router, contract.get, ({ principal, params }) => getApplication(deps, principal, params.applicationId));
      route(router, contract.decide, ({ principal, params, body }) =>
        decideApplication(deps, principal, params.applicationId, body),
      );
    },
  };
}
