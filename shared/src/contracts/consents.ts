import { z } from 'zod';
import { categorySchema, idSchema, instantSchema } from './common.ts';
import { defineEndpoint } from './endpoint.ts';

/** What a guardian (监护人) agreed to for one kind of activity. */
export const guardianConsentSchema = z.object({
  category: categorySchema,
  given: z.boolean(),
  /** Who wrote it down, and when; null where nobody has. */
  byName: z.string().nullable(),
  at: instantSchema.nullable(),
});
export type GuardianConsent = z.infer<typeof guardianConsentSchema>;

const ofPerson = z.object({
  personId: idSchema,
  /** Whether it is asked for: from 14 to 17. */
  asked: z.boolean(),
  /** One for each kind of activity that there is. */
  items: z.array(guardianConsentSchema),
});

const ofChildren = z.object({
  /** Those from birth to 17 for whom this sign-in acts; empty while it acts for one of them. */
  items: z.array(ofPerson.extend({ name: z.string() })),
});

export const consents = {
  of: defineEndpoint({
    id: 'consents.of',
    method: 'GET',
    path: '/people/:personId/guardian-consents',
    summary: 'What the guardian of somebody from 14 to 17 agreed to, by kind of activity',
    access: 'people.read',
    params: z.object({ personId: idSchema }),
    response: ofPerson,
  }),
  record: defineEndpoint({
    id: 'consents.record',
    method: 'PUT',
    path: '/people/:personId/guardian-consents/:category',
    summary: 'Write down what a guardian signed on paper, or took back; no effect when repeated',
    access: 'consents.record',
    params: z.object({ personId: idSchema, category: categorySchema }),
    body: z.object({ given: z.boolean() }),
    response: ofPerson,
  }),
  ofOwn: defineEndpoint({
    id: 'consents.ofOwn',
    method: 'GET',
    path: '/me/guardian-consents',
    summary: 'What one agreed to for the children that one acts for, by kind of activity',
    access: 'consents.give_own',
    response: ofChildren,
  }),
  giveOwn: defineEndpoint({
    id: 'consents.giveOwn',
    method: 'PUT',
    path: '/me/guardian-consents/:personId/:category',
    summary: 'Agree, or no longer, to a kind of activity for a child that one acts for; no effect when repeated',
    access: 'consents.give_own',
    params: z.object({ personId: idSchema, category: categorySchema }),
    body: z.object({ given: z.boolean() }),
    response: ofChildren,
  }),
};
