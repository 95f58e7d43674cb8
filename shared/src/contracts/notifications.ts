import { z } from 'zod';
import { NOTICE_TEMPLATE_NAMES } from '../domain/notifications/index.ts';
import { idSchema, instantSchema, pageOf, pageQuery } from './common.ts';
import { defineEndpoint } from './endpoint.ts';

/** Where a message leads. */
export const NOTICE_LINKS = [
  'entry',
  'statement',
  'redemption',
  'booking',
  'activity',
  'claim',
  'offers',
  'shop',
  'agreement',
  'shop_work',
  'contests',
  'own_data',
  'data_requests',
  'objections',
  'reviews',
  'publicity',
  'settlements',
] as const;

const languageSchema = z.enum(['zh', 'en']);

/** A message to a person, a member of staff or a shop. */
export const notificationSchema = z.object({
  notificationId: idSchema,
  template: z.enum(NOTICE_TEMPLATE_NAMES),
  group: z.enum(['points', 'redemption', 'activity', 'review', 'shop']),
  /** In the language asked for. */
  title: z.string(),
  body: z.string(),
  link: z.object({ kind: z.enum(NOTICE_LINKS), id: z.string().nullable() }).nullable(),
  /** When what it tells of happened. */
  at: instantSchema,
  unread: z.boolean(),
});
export type Notification = z.infer<typeof notificationSchema>;

/** The most that an unread count says: more are shown as 99+. */
export const UNREAD_COUNT_MAX = 100;

const unreadSchema = z.object({ unread: z.int().min(0).max(UNREAD_COUNT_MAX) });

/** Which shop, where the sign-in serves several. */
const shopQuery = { shopId: idSchema.optional() };

export const notificationSettingsSchema = z.object({
  /** Off: messages are kept and arrive as read, so that nothing asks for attention. */
  inApp: z.boolean(),
  /** Text messages for what must not be missed; null where there is no phone to send them to. */
  sms: z.boolean().nullable(),
  /** The language of text messages. */
  language: languageSchema,
});
export type NotificationSettings = z.infer<typeof notificationSettingsSchema>;

/**
 * Messages of whoever asks: at the residents' face those of the person acted for, at the console those of the sign-in, at
 * the shops' face those of the shops it serves.
 */
export const notifications = {
  list: defineEndpoint({
    id: 'notifications.list',
    method: 'GET',
    path: '/me/notifications',
    summary: 'Messages, newest first',
    access: 'signed_in',
    query: z.object({
      ...pageQuery,
      ...shopQuery,
      show: z.enum(['all', 'unread']).default('all'),
      /** By the request's Accept-Language unless given. */
      language: languageSchema.optional(),
    }),
    response: pageOf(notificationSchema),
  }),
  unread: defineEndpoint({
    id: 'notifications.unread',
    method: 'GET',
    path: '/me/notifications/unread',
    summary: `How many messages are unread, up to ${UNREAD_COUNT_MAX}`,
    access: 'signed_in',
    query: z.object(shopQuery),
    response: unreadSchema,
  }),
  read: defineEndpoint({
    id: 'notifications.read',
    method: 'POST',
    path: '/me/notifications/:notificationId/read',
    summary: 'Mark one message as read; twice is once',
    access: 'signed_in',
    params: z.object({ notificationId: idSchema }),
    response: unreadSchema,
  }),
  readAll: defineEndpoint({
    id: 'notifications.readAll',
    method: 'POST',
    path: '/me/notifications/read',
    summary: 'Mark every message up to the newest one that was seen as read; what came later stays unread',
    access: 'signed_in',
    body: z.object({ ...shopQuery, until: instantSchema }),
    response: unreadSchema,
  }),
  settings: defineEndpoint({
    id: 'notifications.settings',
    method: 'GET',
    path: '/me/notification-settings',
    summary: 'Which channels may be used',
    access: 'signed_in',
    query: z.object(shopQuery),
    response: notificationSettingsSchema,
  }),
  changeSettings: defineEndpoint({
    id: 'notifications.changeSettings',
    method: 'PATCH',
    path: '/me/notification-settings',
    summary: 'Switch a channel on or off',
    access: 'signed_in',
    query: z.object(shopQuery),
    body: z.object({
      inApp: z.boolean().optional(),
      sms: z.boolean().optional(),
      language: languageSchema.optional(),
    }),
    response: notificationSettingsSchema,
  }),
  demoSent: defineEndpoint({
    id: 'notifications.demoSent',
    method: 'GET',
    path: '/demo/text-messages',
    summary: 'The newest text messages to the phone of the person acted for; only where demo data was loaded',
    access: 'signed_in',
    response: z.object({ items: z.array(z.object({ text: z.string(), sentAt: instantSchema })) }),
  }),
};
