import type { BodyOf, Refusal, ResponseOf, Shop, shops } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { takesPart } from '@red-points/shared/domain/redemptions';
import { shopNameKey } from '@red-points/shared/domain/shops';
import type { ClientSession } from 'mongodb';
import type { ApiRouter } from '../http/route.ts';
import type { NoticeSource, SubjectTitles } from '../notifications/index.ts';
import type { QrTokens } from '../platform/qr-tokens.ts';
import type { Waiting } from '../platform/waiting.ts';
import { agreementsEnding, agreementsEndingJob } from './agreements-ending.ts';
import { approveShop } from './approve-shop.ts';
import { type ShopClosingPort, shopClosingPort } from './close-shop.ts';
import { type AppliedShop, createShop, enterApproved } from './create-shop.ts';
import type { MerchantDeps, MerchantNeeds } from './deps.ts';
import { findShop, sameMerchant, shopFor, withParents } from './find-shop.ts';
import { shopNotices } from './notices.ts';
import { findByPoster, readPoster } from './poster.ts';
import { merchantRoutes } from './routes.ts';
import { setAccepting } from './set-accepting.ts';
import { SHOPS, type ShopRecord, shopModel } from './store.ts';
import { suspendShop } from './suspend-shop.ts';

type Poster = ResponseOf<typeof shops.poster>;

/** Partner shops: who they are, whether they serve, and the signed poster that residents scan. */
export interface Merchants {
  /** Enters a shop, which another person approves. */
  create(principal: Principal, input: BodyOf<typeof shops.create>): Promise<Shop | Refusal>;
  /** Enters a shop that was applied for, approved, within the transaction of that decision. */
  enterApproved(session: ClientSession, shop: AppliedShop): Promise<void>;
  /** Shops of a region that are called alike. */
  namedLike(region: string, name: string, limit: number): Promise<ShopRecord[]>;
  approve(principal: Principal, shopId: string): Promise<Shop | Refusal>;
  suspend(principal: Principal, shopId: string, reason: string): Promise<Shop | Refusal>;
  setAccepting(principal: Principal, shopId: string, accepting: boolean): Promise<Shop | Refusal>;
  poster(principal: Principal, shopId: string): Promise<Poster | Refusal>;
  find(shopId: string): Promise<ShopRecord | null>;
  /** Shops by id; unknown ones are left out. */
  findMany(shopIds: readonly string[]): Promise<ReadonlyMap<string, ShopRecord>>;
  /** A shop and the other shops of its merchant. */
  sameMerchant(shopId: string): Promise<string[]>;
  /** Marks in a transaction that who works in a shop changes: of two such changes at once one waits for the other. */
  touchStaff(session: ClientSession, shopId: string): Promise<void>;
  /** A shop that the caller may do this to, else `shop_not_found` or `out_of_scope`. */
  findFor(
    principal: Principal,
    action:
      | 'shop_staff.manage'
      | 'offers.manage'
      | 'stock.manage'
      | 'shops.read'
      | 'shops.close'
      | 'slots.manage'
      | 'slots.read'
      | 'redemptions.serve',
    shopId: string,
  ): Promise<ShopRecord | Refusal>;
  /** The shop behind a scanned poster, or why there is none. */
  findByPoster(code: string): Promise<ShopRecord | Refusal>;
  /** Shops of a unit and below whose agreement ends soon or has ended, for the home page of their office. */
  agreementsEnding(unitId: string): Promise<Waiting>;
  /** For the noun of closings. */
  readonly closings: ShopClosingPort;
  /** What is told of them. */
  readonly noticeSource: NoticeSource;
  /** What they are called in messages to others. */
  readonly titles: SubjectTitles;
  routes(router: ApiRouter): void;
}

export function createMerchants(needs: MerchantNeeds & { readonly tokens: QrTokens }): Merchants {
  const deps: MerchantDeps = { ...needs, model: shopModel(needs.platform.connection) };
  needs.platform.jobs.register(agreementsEndingJob(deps));
  return {
    create: (principal, input) => createShop(deps, principal, input),
    enterApproved: (session, shop) => enterApproved(deps, session, shop),
    namedLike: (region, name, limit) =>
      deps.model
        .find({ unitPath: region, $or: [{ nameKey: shopNameKey(name) }, { name }] })
        .limit(limit)
        .lean<ShopRecord[]>()
        .exec(),
    approve: (principal, shopId) => approveShop(deps, principal, shopId),
    suspend: (principal, shopId, reason) => suspendShop(deps, principal, shopId, reason),
    setAccepting: (principal, shopId, accepting) => setAccepting(deps, principal, shopId, accepting),
    poster: (principal, shopId) => readPoster(deps, principal, shopId),
    find: (shopId) => findShop(deps, shopId),
    findMany: async (shopIds) => {
      const found = await deps.model
        .find({ _id: { $in: [...new Set(shopIds)] } })
        .lean<ShopRecord[]>()
        .exec();
      return new Map((await withParents(deps, found)).map((shop) => [shop._id, shop]));
    },
    sameMerchant: (shopId) => sameMerchant(deps, shopId),
    touchStaff: async (session, shopId) => {
      const shops = needs.platform.db.collection<ShopRecord>(SHOPS);
      await shops.updateOne({ _id: shopId }, { $inc: { staffChanges: 1 } }, { session });
    },
    findFor: (principal, action, shopId) => shopFor(deps, principal, action, shopId),
    findByPoster: (code) => findByPoster(deps, code),
    agreementsEnding: (unitId) => agreementsEnding(deps, unitId),
    closings: shopClosingPort(deps),
    noticeSource: shopNotices({
      clock: needs.platform.clock,
      users: needs.users,
      branchesOf: async (parentId) =>
        (await deps.model.find({ parentId }, { _id: 1 }).lean<ShopRecord[]>().exec()).map(({ _id }) => _id),
      servingOf: async (shopId) => {
        const found = await deps.model
          .find({ $or: [{ _id: shopId }, { parentId: shopId }] })
          .lean<ShopRecord[]>()
          .exec();
        const nowMs = needs.platform.clock.now();
        return (await withParents(deps, found)).filter((shop) => takesPart(shop, nowMs)).map(({ _id }) => _id);
      },
      bookedAhead: needs.bookedAhead,
    }),
    titles: async (shopIds) => {
      const named = await deps.model
        .find({ _id: { $in: [...shopIds] } }, { name: 1 })
        .lean<ShopRecord[]>()
        .exec();
      return new Map(named.map(({ _id, name }) => [_id, { title: name, place: null }]));
    },
    routes: (router) => merchantRoutes(router, deps),
  };
}
