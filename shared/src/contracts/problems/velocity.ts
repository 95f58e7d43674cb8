import { problemRows } from './types.ts';

export const velocityProblems = problemRows({
  redeeming_too_fast: {
    status: 429,
    zh: '这家店的兑换太密集，请 {minutes} 分钟后再试。有急事请联系社区。',
    en: 'Redemptions follow one another too quickly at this shop. Please try again in {minutes|minute|minutes}, or ask the community.',
  },
  redeeming_stopped: {
    status: 409,
    zh: '这家店今天的兑换次数已到上限，请明天再来，或请社区核实后放开。',
    en: 'This shop’s limit of today is reached. Please come back tomorrow, or ask the community to lift it.',
  },
  redeeming_pair_too_fast: {
    status: 429,
    zh: '同一位居民在这家店的兑换太密集，请 {minutes} 分钟后再试。积分没有扣。',
    en: 'One resident’s redemptions at this shop follow one another too quickly. Please try again in {minutes|minute|minutes}. No points were taken.',
  },
  redeeming_pair_stopped: {
    status: 409,
    zh: '同一位居民今天在这家店的兑换次数已到上限，请明天再来，或请社区核实后放开。积分没有扣。',
    en: 'One resident’s limit of today at this shop is reached. Please come back tomorrow, or ask the community to lift it. No points were taken.',
  },
  velocity_stop_not_found: { status: 404, zh: '没有找到这条限速记录。', en: 'This record was not found.' },
  velocity_stop_over: {
    status: 409,
    zh: '这条限制已经自行结束，不用再放开。',
    en: 'This limit has ended by itself: there is nothing left to lift.',
  },
  velocity_settings_changed: {
    status: 409,
    zh: '同事刚刚改过这里的限速，请刷新后再改。',
    en: 'A colleague has just changed these limits. Please reload and change them again.',
  },
});
