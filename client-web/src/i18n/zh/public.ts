export const publicTexts = {
  title: '红色积分',
  lead: '参加志愿服务、调解和文化活动攒积分，到身边的商家和食堂换服务。每一分怎么来、怎么用，都有据可查。',
  enter: '进入',
  faces: {
    resident: { name: '居民', what: '查积分、扫码签到、到店兑换', device: '手机' },
    merchant: { name: '商家', what: '接单、确认核销、看今天的账', device: '手机' },
    console: { name: '社区工作台', what: '审核、活动与签到、公示、结算', device: '电脑' },
    desk: { name: '手机工作台', what: '出示签到码、扫卡、签退、帮老人办事', device: '工作人员的手机' },
  },
  promises: {
    title: '这本账的规矩',
    append: { name: '只增不改', what: '每一笔写入后不再改动，错了用更正记录冲回。' },
    review: { name: '两个人看过', what: '谁申报、谁受益、谁组织，都不能由自己审核。' },
    open: { name: '公示再入账', what: '名单只写姓氏和网格，有异议的先暂缓。' },
    cash: { name: '不是钱', what: '积分不能买卖、不能互转，公共服务从不与积分挂钩。' },
  },
  notices: '积分公示',
  digests: '账本指纹',
  api: '接口文档',
} as const;
