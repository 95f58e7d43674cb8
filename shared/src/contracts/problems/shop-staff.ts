import { problemRows } from './types.ts';

/** Who works in a shop. */
export const shopStaffProblems = problemRows({
  phone_at_no_shop: {
    status: 403,
    zh: '这个手机号还不是任何商家的人员。如已收到邀请，请先登录居民端，在“我的—店铺邀请”里接受。',
    en: 'This phone works in no shop yet. If you were invited, sign in to the residents’ app first and accept under Me, Shop invitations.',
  },
  invitation_not_found: {
    status: 404,
    zh: '没有找到这份邀请。请确认登录的手机号就是被邀请的号码，或请店主重新邀请。',
    en: 'This invitation was not found. Please sign in with the phone that was invited, or ask the owner to invite you again.',
  },
  invitation_expired: {
    status: 410,
    zh: '这份邀请已过期，请店主重新邀请。',
    en: 'This invitation has expired. Please ask the owner to invite you again.',
  },
  invitation_used: {
    status: 409,
    zh: '这份邀请已处理过，请刷新查看。',
    en: 'This invitation has been answered or withdrawn already. Please reload.',
  },
  shop_staff_already: {
    status: 409,
    zh: '这个手机号已经是本店人员，无需再邀请。',
    en: 'This phone works in the shop already, so there is nothing to invite it to.',
  },
  shop_staff_too_many: {
    status: 409,
    zh: '本店人员和待接受的邀请已达 {max} 个，请先移除不再需要的。',
    en: 'The shop has {max|person|people} and invitations, which is the most. Please remove what is not needed first.',
  },
  shop_staff_not_found: {
    status: 404,
    zh: '这家店没有这位人员，请刷新查看。',
    en: 'Nobody like this works in the shop. Please reload.',
  },
  shop_last_owner: {
    status: 409,
    zh: '这是本店唯一的店主，不能移除。请先邀请另一位店主。',
    en: 'This is the only owner of the shop and cannot be removed. Please invite another owner first.',
  },
});
