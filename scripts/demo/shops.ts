import type { Offer, OfferCategory, Shop, Voucher } from '@red-points/shared/contracts';

export interface OfferPlan
  extends Pick<
    Offer,
    | 'title'
    | 'kind'
    | 'description'
    | 'picture'
    | 'points'
    | 'remainderFen'
    | 'settlementFen'
    | 'stock'
    | 'perPersonMax'
  > {
  readonly category: OfferCategory;
  readonly voucher?: Voucher;
  readonly ageMin?: number;
}

export interface ShopPlan extends Pick<Shop, 'name' | 'kind' | 'unitId' | 'address'> {
  /** Sign-in of the owner. */
  readonly username: string;
  readonly offers: readonly OfferPlan[];
}

/** Partner shops, the canteen first. Settlement prices are what the community pays; residents never see them. */
export const SHOPS: readonly ShopPlan[] = [
  {
    name: '暖邻食堂',
    kind: 'canteen',
    unitId: 'jinxiu',
    address: '锦绣邻里中心一楼',
    username: 'canteen',
    offers: [
      {
        title: '午餐套餐',
        category: 'meals',
        kind: 'goods',
        description: '一荤两素一汤，今天可用',
        picture: 'meal',
        points: 12,
        remainderFen: 0,
        settlementFen: 1200,
        stock: 400,
        perPersonMax: null,
      },
      {
        title: '老年营养餐',
        category: 'meals',
        kind: 'goods',
        description: '软烂少盐，另收 4 元',
        picture: 'soup',
        points: 8,
        remainderFen: 400,
        settlementFen: 800,
        stock: 400,
        perPersonMax: null,
      },
    ],
  },
  {
    name: '惠邻便利店',
    kind: 'store',
    unitId: 'jinxiu',
    address: '锦绣路 18 号',
    username: 'store',
    offers: [
      {
        title: '洗衣液一瓶',
        category: 'household',
        kind: 'goods',
        description: '1 升装',
        picture: 'bottle',
        points: 20,
        remainderFen: 0,
        settlementFen: 1900,
        stock: 300,
        perPersonMax: null,
      },
      {
        title: '大米五斤',
        category: 'groceries',
        kind: 'goods',
        description: '当季新米',
        picture: 'rice',
        points: 25,
        remainderFen: 0,
        settlementFen: 2400,
        stock: 300,
        perPersonMax: null,
      },
      {
        title: '满减券 5 元',
        category: 'groceries',
        kind: 'voucher',
        description: '满 20 元可用',
        picture: 'voucher',
        points: 5,
        remainderFen: 0,
        settlementFen: 500,
        stock: null,
        perPersonMax: 10,
        voucher: { form: 'fixed', worthFen: 500, billMinFen: 2000 },
      },
    ],
  },
  {
    name: '巧手理发店',
    kind: 'service',
    unitId: 'hechi',
    address: '荷池巷 6 号',
    username: 'barber',
    offers: [
      {
        title: '老人理发',
        category: 'services',
        kind: 'service',
        description: '60 岁以上，需提前预约',
        ageMin: 60,
        picture: 'haircut',
        points: 15,
        remainderFen: 0,
        settlementFen: 1500,
        stock: null,
        perPersonMax: null,
      },
    ],
  },
  {
    name: '锦绣积分超市',
    kind: 'community_market',
    unitId: 'jinxiu',
    address: '锦绣邻里中心二楼',
    username: 'market',
    offers: [
      {
        title: '笔记本两册',
        category: 'culture',
        kind: 'goods',
        description: '',
        picture: 'book',
        points: 6,
        remainderFen: 0,
        settlementFen: 500,
        stock: 300,
        perPersonMax: null,
      },
      {
        title: '家政互助一小时',
        category: 'services',
        kind: 'service',
        description: '擦窗、整理，由志愿者上门',
        picture: 'home_help',
        points: 30,
        remainderFen: 0,
        settlementFen: 3000,
        stock: null,
        perPersonMax: null,
      },
    ],
  },
];
