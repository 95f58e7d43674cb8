/** 兑换签收表: printed from the office and from the shop's phone. */
export const signSheet = {
  name: '兑换签收表',
  print: '打印',
  from: '从',
  until: '到',
  partly: '读取下一页后再打印，表上才是全部',
  title: '{{shop}} 兑换签收表',
  range: '{{unit}}　{{from}} 至 {{until}}',
  column: {
    number: '序号',
    at: '时间',
    name: '姓名',
    thing: '兑换物品',
    quantity: '数量',
    points: '积分',
    sign: '签收',
  },
  refunded: '已退 {{points}} 分',
  none: '这几天没有兑换',
  sum: '合计 {{count}} 笔，{{quantity}} 份，{{points}} 分',
  foot: '姓名已按规定隐去，核对以核对码为准。经办人：＿＿＿＿＿＿　　日期：＿＿＿＿＿＿',
};
