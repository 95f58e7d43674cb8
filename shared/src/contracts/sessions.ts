import { z } from 'zod';
import { FACES, ROLES } from '../domain/permissions/index.ts';
import { idSchema, instantSchema, nameSchema, phoneSchema, unitIdSchema } from './common.ts';
import { defineEndpoint } from './endpoint.ts';

export const faceSchema = z.enum(FACES);

export const grantViewSchema = z.object({
  role: z.enum(ROLES),
  unitId: unitIdSchema.nullable(),
  unitName: z.string().nullable(),
  /** `望澜区 / 栖禾街道 / 锦绣社区` */
  unitPathNames: z.array(z.string()),
  shopId: idSchema.nullable(),
  shopName: z.string().nullable(),
});

/** A person that this sign-in may act for. */
export const ownPersonSchema = z.object({
  personId: idSchema,
  name: nameSchema,
  unitId: unitIdSchema,
  unitName: z.string(),
  status: z.enum(['unverified', 'verified', 'closed']),
});

export const meSchema = z.object({
  userId: idSchema,
  face: faceSchema,
  displayName: z.string(),
  grants: z.array(grantViewSchema),
  persons: z.array(ownPersonSchema),
  actingPersonId: idSchema.nullable(),
  /** A resident whose phone belongs to nobody yet: `people.registerSelf` comes next. */
  registrationNeeded: z.boolean(),
});
export type Me = z.infer<typeof meSchema>;

/** The access token (15 minutes) in the body; the refresh token in an HttpOnly cookie, one per face. */
export const signedInSchema = z.object({ accessToken: z.string(), expiresAt: instantSchema, me: meSchema });
export type SignedIn = z.infer<typeof signedInSchema>;

export const sessions = {
  signInByPassword: defineEndpoint({
    id: 'sessions.signInByPassword',
    method: 'POST',
    path: '/sessions/password',
    summary: 'Staff and shops sign in',
    access: 'public',
    body: z.object({
      face: z.enum(['console', 'merchant']),
      username: z.string().trim().min(1).max(60),
      password: z.string().min(1).max(200),
    }),
    response: signedInSchema,
  }),
  sendCode: defineEndpoint({
    id: 'sessions.sendCode',
    method: 'POST',
    path: '/sessions/codes',
    summary: 'Send a one-time sign-in code to a phone. Answers the same whether the phone is known or not.',
    access: 'public',
    body: z.object({ phone: phoneSchema }),
    response: z.object({ expiresAt: instantSchema, resendAt: instantSchema }),
    status: 202,
  }),
  signInByCode: defineEndpoint({
    id: 'sessions.signInByCode',
    method: 'POST',
    path: '/sessions/code',
    summary: 'Residents, and people who work in a shop, sign in with phone and one-time code',
    access: 'public',
    body: z.object({
      phone: phoneSchema,
      code: z.string().regex(/^\d{6}$/),
      face: z.enum(['resident', 'merchant']).default('resident'),
    }),
    response: signedInSchema,
  }),
  refresh: defineEndpoint({
    id: 'sessions.refresh',
    method: 'POST',
    path: '/sessions/refresh',
    summary: 'A new access token for the refresh cookie of a face. A refresh token used twice ends the session.',
    access: 'public',
    body: z.object({ face: faceSchema }),
    response: signedInSchema,
  }),
  signOut: defineEndpoint({
    id: 'sessions.signOut',
    method: 'POST',
    path: '/sessions/sign-out',
    summary: 'End the session of a face',
    access: 'public',
    body: z.object({ face: faceSchema }),
    status: 204,
  }),
  actFor: defineEndpoint({
    id: 'sessions.actFor',
    method: 'POST',
    path: '/sessions/acting',
    summary: 'Act for another person who shares this phone',
    access: 'signed_in',
    body: z.object({ personId: idSchema }),
    response: signedInSchema,
  }),
  me: defineEndpoint({
    id: 'sessions.me',
    method: 'GET',
    path: '/me',
    summary: 'Who is signed in',
    access: 'signed_in',
    response: meSchema,
  }),
};

/** Only where demo data was loaded; 404 elsewhere. */
export const demoSignInSchema = z.object({
  face: faceSchema,
  /** Stable name of the card, e.g. `secretary`, `deputy`, `grid_officer`, `organiser`, `canteen`, `elder`, `rider`, `teenager`, `street`, `district`, `auditor`. */
  card: z.string(),
  titleZh: z.string(),
  titleEn: z.string(),
  /** Who the person is and what to try. */
  hintZh: z.string(),
  hintEn: z.string(),
  username: z.string().nullable(),
  password: z.string().nullable(),
  phone: z.string().nullable(),
});

export const demo = {
  signIns: defineEndpoint({
    id: 'demo.signIns',
    method: 'GET',
    path: '/demo/sign-ins',
    summary: 'Role cards of the demo',
    access: 'public',
    response: z.object({ items: z.array(demoSignInSchema) }),
  }),
  outbox: defineEndpoint({
    id: 'demo.outbox',
    method: 'GET',
    path: '/demo/outbox',
    summary: 'The newest one-time code sent to a phone of the demo',
    access: 'public',
    query: z.object({ phone: phoneSchema }),
    response: z.object({ code: z.string().nullable() }),
  }),
};
