import { common } from '../en/common.ts';
import { digests } from '../en/digests.ts';
import { domain } from '../en/domain.ts';
import { publicTexts } from '../en/public.ts';
import { publicActivities } from '../en/public-activities.ts';
import { publicNotice } from '../en/public-notice.ts';
import { publicRules } from '../en/public-rules.ts';
import { publicSpotChecks } from '../en/public-spot-checks.ts';
import { ruleWords } from '../en/rule-words.ts';
import { service } from '../en/service.ts';
import { signIn } from '../en/sign-in.ts';

/** The English texts of the public pages, fetched only when somebody asks for English. */
export const english = {
  common,
  digests,
  domain,
  public: publicTexts,
  publicActivities,
  publicNotice,
  publicRules,
  publicSpotChecks,
  ruleWords,
  service,
  signIn,
};
