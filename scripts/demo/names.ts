import type { Random } from './random.ts';

const SURNAMES = [...'陈林黄张李王吴刘蔡杨许郑谢郭洪曾邱周叶何苏江庄朱赵沈韩姜高罗梁唐蒋孙马丁'];
const GIVEN = [
  '秀英',
  '建国',
  '淑兰',
  '志强',
  '美玲',
  '海燕',
  '文斌',
  '玉珍',
  '国平',
  '晓兰',
  '永福',
  '雅琴',
  '明辉',
  '桂花',
  '德胜',
  '丽华',
  '春生',
  '月娥',
  '家豪',
  '思远',
  '子涵',
  '雨桐',
  '宇航',
  '佳怡',
  '水木',
  '金凤',
  '振华',
  '素梅',
  '启明',
  '阿德',
];

/** An invented name. */
export function personName(random: Random): string {
  return random.pick(SURNAMES) + random.pick(GIVEN);
}

/** A mobile number from a block that no operator hands out to people: 199 0000 xxxx is used for demos only. */
export function demoPhone(number: number): string {
  return `1990000${String(number).padStart(4, '0')}`;
}

export const ORGANISATIONS = [
  '望澜区第三小学',
  '栖禾卫生服务站',
  '暖邻物业服务中心',
  '引溪派出所警务室',
  '望澜供电营业站',
  '云河银行栖禾支行',
  '绿苗社工站',
  '石港渔业合作社',
  '望澜图书馆',
  '快送骑手党支部',
  '栖禾市场党支部',
  '望澜公交三车队',
] as const;
