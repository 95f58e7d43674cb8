import { z } from 'zod';
import { PROVENANCES } from '../domain/ledger/index.ts';
import { INELIGIBILITIES } from '../domain/rules/index.ts';
import { activitySchema, attendanceSchema } from './activities.ts';
import { timeOfDaySchema } from './claims.ts';
import { deviceNameSchema, idSchema, instantSchema, pageOf, pageQuery, reasonSchema } from './common.ts';
import { defineEndpoint } from './endpoint.ts';
import { declarationsSchema } from './rules.ts';

const activityParams = z.object({ activityId: idSchema });

/** Text of a scanned QR code, or its token alone. */
const scannedSchema = z.string().min(1).max(300);
const ticketBody = z.string().min(1).max(1000);
/** What was answered where the activity's rule bars who is paid for it. */
const declared = declarationsSchema.default({});

/** What a person's phone found out about the venue: a signal for reviewers. No coordinates leave the phone. */
export const venueSignalSchema = z.enum(['inside', 'outside']).nullable().default(null);
const deviceSchema = deviceNameSchema.nullable().default(null);

/** Where an activity takes place, as the organiser set it. */
export const venueSchema = z.object({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  radiusMetres: z.int().min(30).max(5000),
});
export type Venue = z.infer<typeof venueSchema>;

/** What a check-in screen shows while an activity is under way. */
export const screenSchema = z.object({
  activity: activitySchema,
  /** Text of the QR code: an upper-case URL that names the activity, this display and the ten seconds. */
  codeUrl: z.string(),
  codeExpiresAt: instantSchema,
  /** Milliseconds between codes (10,000). */
  stepMs: z.int(),
  serverTime: instantSchema,
  present: z.int(),
  checkedOut: z.int(),
  newest: z.array(z.object({ maskedName: z.string(), provenance: z.enum(PROVENANCES), at: instantSchema })),
});
export type CheckInScreen = z.infer<typeof screenSchema>;

/** An attendance as the organiser's list shows it. */
export const staffAttendanceSchema = attendanceSchema.extend({
  /** The screen whose code was scanned; null where none was. */
  displayName: z.string().nullable(),
  venue: z.enum(['inside', 'outside']).nullable(),
  /** The reviewer's words, while it is returned. */
  returnedBecause: z.string().nullable(),
});
export type StaffAttendance = z.infer<typeof staffAttendanceSchema>;

const manyOutcome = z.object({
  items: z.array(
    z.object({
      personId: idSchema,
      attendanceId: idSchema.nullable(),
      /** Why this one was refused: a problem code; null where it was not. */
      refused: z.string().nullable(),
    }),
  ),
});

export const checkIns = {
  display: defineEndpoint({
    id: 'checkIns.display',
    method: 'GET',
    path: '/activities/:activityId/display',
    summary: 'What the organiser screen shows: the code of now, head count, the newest five masked',
    access: 'activities.run',
    params: activityParams,
    response: screenSchema,
  }),
  ticket: defineEndpoint({
    id: 'checkIns.ticket',
    method: 'POST',
    path: '/check-ins/tickets',
    summary: 'Exchange a scanned code at once for a ten-minute ticket; no sign-in needed yet',
    access: 'public',
    body: z.object({
      code: scannedSchema,
      /** The activity that the person means, where the page knows it: a code of another one is refused. */
      activityId: idSchema.optional(),
    }),
    response: z.object({
      ticket: z.string(),
      expiresAt: instantSchema,
      activity: z.object({
        activityId: idSchema,
        title: z.string(),
        place: z.string(),
        startsAt: instantSchema,
        endsAt: instantSchema,
        unitName: z.string(),
        stayMinutesMin: z.int(),
        /** What has to be answered when checking in: the rule bars who is paid for it. */
        asks: z.array(z.enum(INELIGIBILITIES)),
        /** For the phone to say `inside` or `outside`; null where the organiser set none. */
        venue: venueSchema.nullable(),
      }),
    }),
  }),
  checkIn: defineEndpoint({
    id: 'checkIns.checkIn',
    method: 'POST',
    path: '/check-ins',
    summary: 'Check in with a ticket',
    access: 'checkins.own',
    body: z.object({ ticket: ticketBody, venue: venueSignalSchema, device: deviceSchema, declarations: declared }),
    response: attendanceSchema,
    status: 201,
  }),
  checkOut: defineEndpoint({
    id: 'checkIns.checkOut',
    method: 'POST',
    path: '/check-outs',
    summary: 'Check out with a ticket of the same activity',
    access: 'checkins.own',
    body: z.object({
      ticket: ticketBody,
      /** Leaves although the stay is too short to count; without it that is refused with the minutes left. */
      leaving: z.boolean().default(false),
    }),
    response: attendanceSchema,
  }),
  deliver: defineEndpoint({
    id: 'checkIns.deliver',
    method: 'POST',
    path: '/check-ins/deliveries',
    summary:
      'A phone that had no network after the scan delivers it, once, within ten minutes: in or out, as `late` where the code is no longer fresh',
    access: 'checkins.own',
    body: z.object({
      code: scannedSchema,
      /** Names this scan, made when it was made: whoever delivers it again gets the first answer. */
      scanId: z.string().regex(/^[A-Za-z0-9_-]{16,64}$/),
      venue: venueSignalSchema,
      device: deviceSchema,
      /** What was answered where the rule bars who is paid; null where nobody has been asked yet. */
      declarations: declarationsSchema.nullable().default(null),
    }),
    response: attendanceSchema.extend({
      /** What the rule asks and nobody has answered: answered by the same scan once more, with the answers. */
      asks: z.array(z.enum(INELIGIBILITIES)),
    }),
  }),
  current: defineEndpoint({
    id: 'checkIns.current',
    method: 'GET',
    path: '/me/attendances/current',
    summary: 'The open attendance of the person, if any',
    access: 'checkins.own',
    response: z.object({ attendance: attendanceSchema.nullable() }),
  }),
  listOwn: defineEndpoint({
    id: 'checkIns.listOwn',
    method: 'GET',
    path: '/me/attendances',
    summary: 'Own attendances, newest first',
    access: 'checkins.own',
    query: z.object(pageQuery),
    response: pageOf(attendanceSchema),
  }),
  witness: defineEndpoint({
    id: 'checkIns.witness',
    method: 'POST',
    path: '/activities/:activityId/attendances',
    summary: 'The organiser checks in somebody without a phone (witnessed)',
    access: 'activities.run',
    params: activityParams,
    body: z.object({ personId: idSchema, declarations: declared }),
    response: attendanceSchema,
    status: 201,
  }),
  witnessMany: defineEndpoint({
    id: 'checkIns.witnessMany',
    method: 'POST',
    path: '/activities/:activityId/attendances/list',
    summary: 'The organiser checks in those of the name list who are there, with a result each',
    access: 'activities.run',
    params: activityParams,
    body: z.object({
      personIds: z.array(idSchema).min(1).max(200),
      /** As the organiser asked them, and true of each: who is paid is left off the list. */
      declarations: declared,
    }),
    response: manyOutcome,
  }),
  scanPerson: defineEndpoint({
    id: 'checkIns.scanPerson',
    method: 'POST',
    path: '/activities/:activityId/scans',
    summary: 'The organiser scans a resident’s card or code: checks in or out, witnessed',
    access: 'activities.run',
    params: activityParams,
    body: z.object({ code: scannedSchema, act: z.enum(['in', 'out']), declarations: declared }),
    response: attendanceSchema,
  }),
  expected: defineEndpoint({
    id: 'checkIns.expected',
    method: 'GET',
    path: '/activities/:activityId/expected',
    summary: 'Who signed up and has not come yet: the name list, masked',
    access: 'activities.run',
    params: activityParams,
    query: z.object(pageQuery),
    response: pageOf(z.object({ personId: idSchema, maskedName: z.string(), unitName: z.string() })),
  }),
  attendances: defineEndpoint({
    id: 'checkIns.attendances',
    method: 'GET',
    path: '/activities/:activityId/attendances/here',
    summary: 'Who is and was there, for whoever runs it: with screen, venue signal and whose word is wanted',
    access: 'activities.run',
    params: activityParams,
    query: z.object({ ...pageQuery, show: z.enum(['all', 'present', 'word_wanted', 'returned']).default('all') }),
    response: pageOf(staffAttendanceSchema),
  }),
  signOutMany: defineEndpoint({
    id: 'checkIns.signOutMany',
    method: 'POST',
    path: '/activities/:activityId/sign-outs',
    summary: 'The organiser signs out a list, or everybody who is present',
    access: 'activities.run',
    params: activityParams,
    body: z.object({ attendanceIds: z.array(idSchema).max(2000).nullable().default(null) }),
    response: z.object({ signedOut: z.int() }),
  }),
  giveWord: defineEndpoint({
    id: 'checkIns.giveWord',
    method: 'POST',
    path: '/activities/:activityId/words',
    summary: 'The organiser’s word on a scan that was delivered late: they were there, or they were not',
    access: 'activities.run',
    params: activityParams,
    body: z.object({
      attendanceId: idSchema,
      wasThere: z.boolean(),
      /** Wanted where they were not. */
      reason: reasonSchema.nullable().default(null),
    }),
    response: staffAttendanceSchema,
  }),
  sendBack: defineEndpoint({
    id: 'checkIns.sendBack',
    method: 'POST',
    path: '/activities/:activityId/returned',
    summary: 'Sends an attendance that a reviewer returned back to review, with the end corrected where it was wrong',
    access: 'activities.run',
    params: activityParams,
    body: z.object({
      attendanceId: idSchema,
      /** When they left, by the clock there (of the next day where that is before they came); null leaves it. */
      leftAt: timeOfDaySchema.nullable().default(null),
      /** Words for whoever reviews it. */
      note: reasonSchema,
    }),
    response: staffAttendanceSchema,
  }),
  signUpFor: defineEndpoint({
    id: 'checkIns.signUpFor',
    method: 'POST',
    path: '/activities/:activityId/assisted-sign-ups',
    summary: 'Staff sign somebody up who asked them to; both are recorded',
    access: 'activities.run',
    params: activityParams,
    body: z.object({ personId: idSchema }),
    response: activitySchema,
    status: 201,
  }),
  venue: defineEndpoint({
    id: 'checkIns.venue',
    method: 'GET',
    path: '/activities/:activityId/venue',
    summary: 'Venue and printed check-in poster of an activity',
    access: 'activities.run',
    params: activityParams,
    response: z.object({
      venue: venueSchema.nullable(),
      /** The printed code that works now; null where none was made. */
      poster: z.object({ codeUrl: z.string(), serial: z.int(), madeAt: instantSchema }).nullable(),
    }),
  }),
  setVenue: defineEndpoint({
    id: 'checkIns.setVenue',
    method: 'PUT',
    path: '/activities/:activityId/venue',
    summary: 'Set or clear the venue: check-ins then say inside or outside, as a signal for reviewers',
    access: 'activities.run',
    params: activityParams,
    body: z.object({ venue: venueSchema.nullable() }),
    response: z.object({ venue: venueSchema.nullable() }),
  }),
  makePoster: defineEndpoint({
    id: 'checkIns.makePoster',
    method: 'POST',
    path: '/activities/:activityId/check-in-poster',
    summary: 'Make a printed check-in code (weaker: qr_static); the one before stops working',
    access: 'activities.run',
    params: activityParams,
    response: z.object({ codeUrl: z.string(), serial: z.int(), madeAt: instantSchema }),
    status: 201,
  }),
  withdrawPoster: defineEndpoint({
    id: 'checkIns.withdrawPoster',
    method: 'DELETE',
    path: '/activities/:activityId/check-in-poster',
    summary: 'The printed check-in code stops working',
    access: 'activities.run',
    params: activityParams,
    status: 204,
  }),
};
