import { z } from 'zod';
import { screenSchema } from './check-ins.ts';
import { idSchema, instantSchema, nameSchema, pageOf, pageQuery, reasonSchema, unitIdSchema } from './common.ts';
import { defineEndpoint } from './endpoint.ts';

export const DISPLAY_KINDS = ['hall', 'staff'] as const;
export const DISPLAY_STATES = ['active', 'revoked'] as const;

export const displaySchema = z.object({
  displayId: idSchema,
  /** A screen in a hall, or the phone or computer of a member of staff. */
  kind: z.enum(DISPLAY_KINDS),
  state: z.enum(DISPLAY_STATES),
  name: z.string(),
  unitId: unitIdSchema,
  unitName: z.string(),
  /** What it is to show; null for nothing. */
  activity: z.object({ activityId: idSchema, title: z.string() }).nullable(),
  registeredByName: z.string(),
  registeredAt: instantSchema,
  lastSeenAt: instantSchema.nullable(),
  revokedAt: instantSchema.nullable(),
  revokedByName: z.string().nullable(),
  revokeReason: z.string().nullable(),
});
export type Display = z.infer<typeof displaySchema>;

const displayParams = z.object({ displayId: idSchema });
/** A hall screen's proof of who it is; in the body, so that no log of addresses holds it. */
const credentials = { displayId: idSchema, secret: z.string().min(20).max(100) };

/** Registered check-in screens, each with a secret of its own. */
export const displays = {
  begin: defineEndpoint({
    id: 'displays.begin',
    method: 'POST',
    path: '/displays/pairings',
    summary: 'A hall screen asks to be paired: it gets its secret once and shows the pairing code',
    access: 'public',
    response: z.object({
      ...credentials,
      /** Eight digits for a member of staff to type. */
      pairingCode: z.string(),
      expiresAt: instantSchema,
    }),
    status: 201,
  }),
  register: defineEndpoint({
    id: 'displays.register',
    method: 'POST',
    path: '/displays',
    summary: 'Register the screen that shows this pairing code',
    access: 'displays.manage',
    body: z.object({ pairingCode: z.string().regex(/^\d{8}$/), name: nameSchema, unitId: unitIdSchema }),
    response: displaySchema,
    status: 201,
  }),
  list: defineEndpoint({
    id: 'displays.list',
    method: 'GET',
    path: '/displays',
    summary: 'Screens of a unit and below, newest first',
    access: 'displays.manage',
    query: z.object({ ...pageQuery, unitId: unitIdSchema.optional() }),
    response: pageOf(displaySchema),
  }),
  show: defineEndpoint({
    id: 'displays.show',
    method: 'PUT',
    path: '/displays/:displayId/activity',
    summary: 'Choose what a hall screen shows',
    access: 'displays.manage',
    params: displayParams,
    body: z.object({ activityId: idSchema.nullable() }),
    response: displaySchema,
  }),
  revoke: defineEndpoint({
    id: 'displays.revoke',
    method: 'POST',
    path: '/displays/:displayId/revocation',
    summary: 'Revoke a screen: it shows nothing, and its codes stop working at once',
    access: 'displays.manage',
    params: displayParams,
    body: z.object({ reason: reasonSchema }),
    response: displaySchema,
  }),
  restore: defineEndpoint({
    id: 'displays.restore',
    method: 'POST',
    path: '/displays/:displayId/restoration',
    summary: 'Let a revoked screen show codes again, under a new secret; not by whose own device it is',
    access: 'displays.manage',
    params: displayParams,
    response: displaySchema,
  }),
  trace: defineEndpoint({
    id: 'displays.trace',
    method: 'POST',
    path: '/displays/traces',
    summary: 'Which screen showed this code, when, and for what: where a leaked picture came from',
    access: 'displays.manage',
    body: z.object({ code: z.string().min(1).max(300) }),
    response: z.object({
      display: displaySchema,
      activity: z.object({ activityId: idSchema, title: z.string() }).nullable(),
      shownAt: instantSchema,
    }),
  }),
  screen: defineEndpoint({
    id: 'displays.screen',
    method: 'POST',
    path: '/displays/screen',
    summary: 'What a hall screen is to show now, asked by the screen itself',
    access: 'public',
    body: z.object(credentials),
    response: z.discriminatedUnion('state', [
      z.object({ state: z.literal('pairing'), pairingCode: z.string(), expiresAt: instantSchema }),
      /** Nothing is chosen, or what was chosen is not under way. */
      z.object({
        state: z.literal('idle'),
        name: z.string(),
        unitName: z.string(),
        activity: z.object({ title: z.string(), startsAt: instantSchema, place: z.string() }).nullable(),
      }),
      z.object({ state: z.literal('showing'), name: z.string(), screen: screenSchema }),
    ]),
  }),
};
