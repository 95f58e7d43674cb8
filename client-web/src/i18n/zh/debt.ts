/** 欠分: what a correction left owed, for residents and for staff. */
export const debt = {
  banner: '欠 {{points}} 分，将由以后的积分先抵扣',
  whyShort: '看看是哪一笔',
  title: '欠分是怎么来的',
  lead: '下面的入账后来更正了，其中有些积分当时已经用掉。用掉的部分记为欠分，以后得到的积分先抵扣，抵扣完再进可用积分。不需要您补钱。',
  leadStaff: '更正时已经用掉的积分记为欠分，由以后的积分先抵扣，最早的先抵。',
  part: '{{date}}更正，其中 {{points}} 分已用掉',
  left: '还欠 {{points}} 分',
  reason: '原因：{{reason}}',
  reasonLabel: '更正原因',
  label: '欠分',
  made: '{{points}} 分已用掉，记为欠分',
  paid: '{{points}} 分抵扣欠分',
  after: '还欠 {{points}} 分',
  paidOff: '已还清',
  spoken: '您欠 {{points}} 分，以后的积分会先抵扣',
} as const;
