import { z } from 'zod';
import {
  CORRECTABLE,
  DATA_REQUEST_CHANNELS,
  DATA_REQUEST_KINDS,
  DATA_REQUEST_STATES,
  IDENTITY_SEEN,
} from '../domain/own-data/index.ts';
import {
  dateSchema,
  idSchema,
  instantSchema,
  nameSchema,
  pageOf,
  pageQuery,
  phoneSchema,
  reasonSchema,
  unitIdSchema,
} from './common.ts';
import { defineEndpoint } from './endpoint.ts';

/** A workbook to read, JSON for machines, or both of them in a zip with the files that the person filed. */
export const EXPORT_FORMATS = ['xlsx', 'json', 'zip'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Something that stands in the way: a problem code and its words. */
const blockSchema = z.object({ code: z.string(), words: z.string() });

const profileChangeSchema = z.object({
  field: z.enum(CORRECTABLE),
  from: z.string().nullable(),
  to: z.string().nullable(),
});

/** What the profile says. */
const profileSchema = z.object({
  name: z.string(),
  phone: z.string().nullable(),
  birthDate: dateSchema.nullable(),
  address: z.string().nullable(),
  unitId: unitIdSchema,
});

const requestFacts = z.object({
  requestId: idSchema,
  kind: z.enum(DATA_REQUEST_KINDS),
  state: z.enum(DATA_REQUEST_STATES),
  channel: z.enum(DATA_REQUEST_CHANNELS),
  /** At an office: how the person was known; null on a phone, and for what was written down before it was asked. */
  seen: z.enum(IDENTITY_SEEN).nullable(),
  filedAt: instantSchema,
  /** Until then nobody decides an erasure, and it can be taken back; null where there is no waiting time. */
  coolsUntil: instantSchema.nullable(),
  /** The last instant for an answer. */
  dueAt: instantSchema,
  /** For an erasure: points that are left then go to the community's fund, by the person's word. */
  giveRest: z.boolean(),
  decidedAt: instantSchema.nullable(),
  finishedAt: instantSchema.nullable(),
  /** Why it was refused; null otherwise, and where the words went with the person. */
  answer: z.string().nullable(),
  /** For a correction: what is to change, in full for the person, masked for staff. Empty once the person is erased. */
  changes: z.array(profileChangeSchema),
});

/** A request as whoever it is about reads it: the office answers, not somebody by name. */
export const ownDataRequestSchema = requestFacts.extend({ officeName: z.string(), mayTakeBack: z.boolean() });
export type OwnDataRequest = z.infer<typeof ownDataRequestSchema>;

/** A request as staff read it, masked. */
export const dataRequestSchema = requestFacts.extend({
  personId: idSchema,
  maskedName: z.string(),
  maskedPhone: z.string().nullable(),
  unitName: z.string(),
  filedByName: z.string(),
  overdue: z.boolean(),
  approvals: z.array(z.object({ byName: z.string(), at: instantSchema })),
  decidedByName: z.string().nullable(),
  /** Points that went to the fund; null before. */
  givenPoints: z.int().nullable(),
});
export type DataRequest = z.infer<typeof dataRequestSchema>;

export const dataRequestDetailSchema = dataRequestSchema.extend({
  /** Points that can be spent now. */
  available: z.int(),
  /** What stands in the way now; empty once it is decided. */
  blocks: z.array(blockSchema),
  /** Words that are needed in all: two where points go to the fund. */
  approvalsNeeded: z.int(),
  mayApprove: z.boolean(),
  mayRefuse: z.boolean(),
  /** It came in at an office and is undecided: the person can take it back there. */
  mayTakeBack: z.boolean(),
});
export type DataRequestDetail = z.infer<typeof dataRequestDetailSchema>;

/** Values asked for; what is missing stays as it is, null: there is none. */
const correctedSchema = z.object({
  name: nameSchema.optional(),
  phone: phoneSchema.optional(),
  birthDate: dateSchema.nullable().optional(),
  address: z.string().trim().min(1).max(100).nullable().optional(),
  unitId: unitIdSchema.optional(),
});

/** The one-time code that was sent to the new phone. */
const phoneCodeSchema = z
  .string()
  .regex(/^\d{6}$/)
  .optional();

/** How whoever stands at the desk was known. */
const seenSchema = z.enum(IDENTITY_SEEN);

const ofRequest = z.object({ requestId: idSchema });
/** Whose data; the person that the session acts for unless a child of theirs is named. */
const whose = { personId: idSchema.optional() };

export const ownData = {
  overview: defineEndpoint({
    id: 'ownData.overview',
    method: 'GET',
    path: '/me/data',
    summary: 'What one may ask about one’s own data: what stands in the way of an erasure, and the requests so far',
    access: 'own_data.own',
    query: z.object(whose),
    response: z.object({
      personId: idSchema,
      name: z.string(),
      profile: profileSchema,
      /** What their unit is called. */
      unitName: z.string(),
      available: z.int(),
      minutes: z.int(),
      /** Whose fund the points would go to. */
      fundUnitName: z.string(),
      /** What has to be settled before an erasure; points that are left are not among them. */
      blocks: z.array(blockSchema),
      coolingDays: z.int(),
      answerWorkingDays: z.int(),
      /** The newest twenty, newest first. */
      requests: z.array(ownDataRequestSchema),
    }),
  }),
  askErasure: defineEndpoint({
    id: 'ownData.askErasure',
    method: 'POST',
    path: '/me/data/erasure',
    summary: 'Ask to be erased; the same for one’s child. It can be taken back until the office has said yes',
    access: 'own_data.own',
    body: z.object({ ...whose, giveRest: z.boolean().default(false) }),
    response: ownDataRequestSchema,
    status: 201,
    idempotent: true,
  }),
  askCorrection: defineEndpoint({
    id: 'ownData.askCorrection',
    method: 'POST',
    path: '/me/data/correction',
    summary:
      'Ask that the profile be corrected, one’s own or one’s child’s; a new phone is proved by a code sent to it',
    access: 'own_data.own',
    body: z.object({
      ...whose,
      changes: correctedSchema,
      phoneCode: phoneCodeSchema,
    }),
    response: ownDataRequestSchema,
    status: 201,
    idempotent: true,
  }),
  export: defineEndpoint({
    id: 'ownData.export',
    method: 'GET',
    path: '/me/data/export',
    summary:
      'Download everything held about oneself, or about one’s child: a workbook to read, JSON for machines, or both in a zip with the files that were filed',
    access: 'own_data.own',
    query: z.object({ ...whose, format: z.enum(EXPORT_FORMATS).default('xlsx') }),
    raw: 'file',
  }),
  takeBack: defineEndpoint({
    id: 'ownData.takeBack',
    method: 'POST',
    path: '/me/data/requests/:requestId/withdrawal',
    summary: 'Take a request back that was not carried out yet',
    access: 'own_data.own',
    params: ofRequest,
    response: ownDataRequestSchema,
  }),
};

export const dataRequests = {
  fileErasure: defineEndpoint({
    id: 'dataRequests.fileErasure',
    method: 'POST',
    path: '/people/:personId/erasure',
    summary: 'Write down that a resident who came to the office wants to be erased; colleagues decide',
    access: 'data_requests.file',
    params: z.object({ personId: idSchema }),
    body: z.object({ seen: seenSchema, giveRest: z.boolean().default(false) }),
    response: dataRequestSchema,
    status: 201,
    idempotent: true,
  }),
  fileCorrection: defineEndpoint({
    id: 'dataRequests.fileCorrection',
    method: 'POST',
    path: '/people/:personId/correction',
    summary:
      'Write down what a resident who came to the office wants corrected; colleagues decide. A new phone is proved by a code',
    access: 'data_requests.file',
    params: z.object({ personId: idSchema }),
    body: z.object({ seen: seenSchema, changes: correctedSchema, phoneCode: phoneCodeSchema }),
    response: dataRequestSchema,
    status: 201,
    idempotent: true,
  }),
  fileCopy: defineEndpoint({
    id: 'dataRequests.fileCopy',
    method: 'POST',
    path: '/people/:personId/copy',
    summary:
      'Write down that a resident who came to the office wants a copy of their data. Whoever wrote it down fetches it within half an hour',
    access: 'data_requests.file',
    params: z.object({ personId: idSchema }),
    body: z.object({ seen: seenSchema }),
    response: dataRequestSchema,
    status: 201,
    idempotent: true,
  }),
  copy: defineEndpoint({
    id: 'dataRequests.copy',
    method: 'GET',
    path: '/data-requests/:requestId/copy',
    summary: 'Fetch the copy to print it or hand it over; each time is on the log that the resident reads',
    access: 'data_requests.file',
    params: ofRequest,
    query: z.object({ format: z.enum(EXPORT_FORMATS).default('xlsx') }),
    raw: 'file',
  }),
  takeBack: defineEndpoint({
    id: 'dataRequests.takeBack',
    method: 'POST',
    path: '/data-requests/:requestId/withdrawal',
    summary: 'Take back, for the resident who came again, what was written down at the office',
    access: 'data_requests.file',
    params: ofRequest,
    body: z.object({ seen: seenSchema }),
    response: dataRequestSchema,
  }),
  list: defineEndpoint({
    id: 'dataRequests.list',
    method: 'GET',
    path: '/data-requests',
    summary: 'Requests of residents about their data in a unit and below; those that wait soonest due first',
    access: 'data_requests.read',
    query: z.object({
      ...pageQuery,
      unitId: unitIdSchema.optional(),
      show: z.enum(['waiting', 'all']).default('waiting'),
    }),
    response: pageOf(dataRequestSchema),
  }),
  get: defineEndpoint({
    id: 'dataRequests.get',
    method: 'GET',
    path: '/data-requests/:requestId',
    summary: 'One request, with what stands in its way',
    access: 'data_requests.read',
    params: ofRequest,
    response: dataRequestDetailSchema,
  }),
  values: defineEndpoint({
    id: 'dataRequests.values',
    method: 'POST',
    path: '/data-requests/:requestId/values',
    summary: 'See the old and the new values of a correction in full; logged with the reason',
    access: 'data_requests.decide',
    params: ofRequest,
    body: z.object({ reason: reasonSchema }),
    response: z.object({ changes: z.array(profileChangeSchema) }),
  }),
  approve: defineEndpoint({
    id: 'dataRequests.approve',
    method: 'POST',
    path: '/data-requests/:requestId/approval',
    summary: 'Say yes: an erasure with points left takes two persons, then it is carried out',
    access: 'data_requests.decide',
    params: ofRequest,
    response: dataRequestDetailSchema,
    idempotent: true,
  }),
  refuse: defineEndpoint({
    id: 'dataRequests.refuse',
    method: 'POST',
    path: '/data-requests/:requestId/refusal',
    summary: 'Say no, with the reason that the resident reads',
    access: 'data_requests.decide',
    params: ofRequest,
    body: z.object({ reason: reasonSchema }),
    response: dataRequestDetailSchema,
    idempotent: true,
  }),
};
