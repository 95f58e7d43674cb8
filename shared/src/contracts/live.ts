import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';

/** A topic such as `activity:<id>`, `shop:<id>`, `person:<id>`: what changes there is told as it happens. */
export const topicSchema = z
  .string()
  .max(120)
  .regex(/^[a-z-]+:[A-Za-z0-9_.:-]+$/);

/** `data` of an event named `change`. The payload says what changed, not everything about it: ask the API for that. */
export const liveChangeSchema = z.object({ topic: topicSchema, payload: z.record(z.string(), z.unknown()) });
export type LiveChange = z.infer<typeof liveChangeSchema>;

/**
 * `data` of an event named `hello`, the first of a connection and after a gap.
 * `resumed` false means that changes may have been missed: read the page's data again.
 */
export const liveHelloSchema = z.object({ resumed: z.boolean() });

export const live = {
  events: defineEndpoint({
    id: 'live.events',
    method: 'GET',
    path: '/events',
    summary: 'Server-sent events of topics, comma-separated. `Last-Event-ID` resumes where a connection broke off.',
    access: 'signed_in',
    query: z.object({ topics: z.string().min(1).max(2000) }),
    raw: 'stream',
  }),
};
