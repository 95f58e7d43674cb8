import { z } from 'zod';
import {
  dateSchema,
  idSchema,
  instantSchema,
  pageOf,
  pageQuery,
  positivePointsSchema,
  unitIdSchema,
} from './common.ts';
import { defineEndpoint } from './endpoint.ts';

export const DONATION_STATES = ['created', 'posted', 'refused'] as const;

/** Points given to a community's fund (社区公益基金) or to an organisation, as its giver reads it: the receipt. */
export const donationSchema = z.object({
  donationId: idSchema,
  state: z.enum(DONATION_STATES),
  points: z.int(),
  to: z.enum(['fund', 'organisation']),
  /** The fund's community, or the organisation. */
  toName: z.string(),
  /** From whose account: the giver's own, the household's, an organisation's. */
  fromKind: z.enum(['own', 'household', 'organisation']),
  createdAt: instantSchema,
  postedAt: instantSchema.nullable(),
  /** What was left in the account; null until posted. */
  availableAfter: z.int().nullable(),
  receiptCode: z.string().nullable(),
  /** The entry that its receipt is of; null until posted. */
  entryId: z.string().nullable(),
});
export type Donation = z.infer<typeof donationSchema>;

/** A posted donation as staff list it, masked. */
export const donationLineSchema = z.object({
  donationId: idSchema,
  personId: idSchema,
  maskedName: z.string(),
  to: z.enum(['fund', 'organisation']),
  toName: z.string(),
  fromKind: z.enum(['own', 'household', 'organisation']),
  points: z.int(),
  postedAt: instantSchema,
  entryId: z.string(),
  receiptCode: z.string(),
});
export type DonationLine = z.infer<typeof donationLineSchema>;

/** What a unit's fund came to. A parent is the sum of its parts. */
export const fundSchema = z.object({
  unitId: unitIdSchema,
  unitName: z.string(),
  /** Points given since the beginning, those reversed not counted. */
  points: z.int(),
  thisMonth: z.int(),
  /** Twelve months, this one last. */
  months: z.array(z.object({ month: z.string(), points: z.int() })),
  /** The units directly below with what theirs came to; none below a community. */
  children: z.array(z.object({ unitId: unitIdSchema, unitName: z.string(), points: z.int() })),
  /** The day until which it is counted. */
  asOf: dateSchema,
});
export type Fund = z.infer<typeof fundSchema>;

export const donations = {
  give: defineEndpoint({
    id: 'donations.give',
    method: 'POST',
    path: '/me/donations',
    summary: "Give points to the fund of one's community, or to an organisation. Points given are not given back.",
    access: 'donations.own',
    body: z.object({
      points: positivePointsSchema,
      /** From which account; the one that counts for this person now unless said. */
      accountId: idSchema.optional(),
      /** To this organisation; to the fund of the account's community unless said. */
      organisationId: idSchema.optional(),
    }),
    response: donationSchema,
    status: 201,
    idempotent: true,
  }),
  listOwn: defineEndpoint({
    id: 'donations.listOwn',
    method: 'GET',
    path: '/me/donations',
    summary: 'What the person this session acts for gave, newest first',
    access: 'donations.own',
    query: z.object(pageQuery),
    response: pageOf(donationSchema),
  }),
  choices: defineEndpoint({
    id: 'donations.choices',
    method: 'GET',
    path: '/me/donation-choices',
    summary: 'To whom this person can give: the fund of their community, and its organisations',
    access: 'donations.own',
    response: z.object({
      fund: z.object({ unitId: unitIdSchema, unitName: z.string(), points: z.int() }),
      organisations: z.array(z.object({ organisationId: idSchema, name: z.string() })),
    }),
  }),
  list: defineEndpoint({
    id: 'donations.list',
    method: 'GET',
    path: '/donations',
    summary: 'Posted donations from a unit and below, newest first, masked',
    access: 'donations.read',
    query: z.object({ ...pageQuery, unitId: unitIdSchema.optional(), to: z.enum(['fund', 'organisation']).optional() }),
    response: pageOf(donationLineSchema),
  }),
  fund: defineEndpoint({
    id: 'donations.fund',
    method: 'GET',
    path: '/fund',
    summary: 'What the fund of a unit and below came to',
    access: 'donations.read',
    query: z.object({ unitId: unitIdSchema.optional() }),
    response: fundSchema,
  }),
};
