import {
  activities as activityContract,
  checkIns as contract,
  displays as displayContract,
  isRefusal,
  type Refusal,
  refuse,
} from '@red-points/shared/contracts';
import { type ApiRouter, publicRoute, route } from '../http/route.ts';
import { openQuestions } from './answer-later.ts';
import { checkIn } from './check-in.ts';
import { checkOut } from './check-out.ts';
import { deliverScan } from './deliver.ts';
import type { CheckInsDeps } from './deps.ts';
import { display, hallScreen } from './display.ts';
import { exchangeCode } from './exchange-code.ts';
import { attendanceViews, listAttendances, listExpected, listForOrganiser, staffViews } from './list-attendances.ts';
import { sendBack } from './send-back.ts';
import { signOutMany } from './sign-out.ts';
import type { AttendanceRecord } from './store.ts';
import { makePoster, readVenue, setVenue, venueOf, withdrawPoster } from './venue.ts';
import { scanPerson, signUpFor, witness, witnessMany } from './witness.ts';
import { giveWord } from './word.ts';

export function checkInRoutes(router: ApiRouter, deps: CheckInsDeps): void {
  const shown = async (result: AttendanceRecord | Refusal) => {
    if (isRefusal(result)) return result;
    const [view] = await attendanceViews(deps, [result]);
    return view ?? refuse('attendance_not_found');
  };
  residentRoutes(router, deps, shown);
  route(router, contract.witness, async ({ params, body, principal }) =>
    shown(await witness(deps, principal, params.activityId, body)),
  );
  route(router, contract.witnessMany, ({ params, body, principal }) =>
    witnessMany(deps, principal, params.activityId, body),
  );
  route(router, contract.scanPerson, async ({ params, body, principal }) =>
    shown(await scanPerson(deps, principal, params.activityId, body)),
  );
  route(router, contract.signOutMany, async ({ params, body, principal }) => {
    const signedOut = await signOutMany(deps, principal, params.activityId, body.attendanceIds);
    return isRefusal(signedOut) ? signedOut : { signedOut };
  });
  route(router, contract.giveWord, async ({ params, body, principal }) => {
    const answered = await giveWord(deps, principal, params.activityId, body);
    if (isRefusal(answered)) return answered;
    const [view] = await staffViews(deps, [answered]);
    return view ?? refuse('attendance_not_found');
  });
  route(router, contract.sendBack, async ({ params, body, principal }) => {
    const sent = await sendBack(deps, principal, params.activityId, body);
    if (isRefusal(sent)) return sent;
    const [view] = await staffViews(deps, [sent]);
    return view ?? refuse('attendance_not_found');
  });
  route(router, contract.signUpFor, async ({ params, body, principal }) => {
    const activity = await signUpFor(deps, principal, params.activityId, body.personId);
    return isRefusal(activity) ? activity : deps.activities.view(activity);
  });
  placeRoutes(router, deps);
}

/** What people do with their own phones. */
function residentRoutes(
  router: ApiRouter,
  deps: CheckInsDeps,
  shown: (result: AttendanceRecord | Refusal) => Promise<Awaited<ReturnType<typeof attendanceViews>>[number] | Refusal>,
): void {
  publicRoute(router, contract.ticket, async ({ body }) => {
    const exchanged = await exchangeCode(deps, body.code, body.activityId);
    if (isRefusal(exchanged)) return exchanged;
    const { ticket, expiresAtMs, activity } = exchanged;
    const [names, venue, terms] = await Promise.all([
      deps.orgUnits.names([activity.unitId]),
      venueOf(deps, activity.activityId),
      deps.rules.terms(activity.rule.code, activity.rule.version),
    ]);
    return {
      ticket,
      expiresAt: new Date(expiresAtMs).toISOString(),
      activity: {
        activityId: activity.activityId,
        title: activity.title,
        place: activity.place,
        startsAt: new Date(activity.plan.startsAtMs).toISOString(),
        endsAt: new Date(activity.plan.endsAtMs).toISOString(),
        unitName: names.get(activity.unitId) ?? '—',
        stayMinutesMin: activity.stayMinutesMin,
        asks: terms.notEligible,
        venue,
      },
    };
  });
  route(router, contract.checkIn, async ({ body, principal }) =>
    shown(await checkIn(deps, principal, body.ticket, body)),
  );
  route(router, contract.checkOut, async ({ body, principal }) =>
    shown(await checkOut(deps, principal, body.ticket, body.leaving)),
  );
  route(router, contract.deliver, async ({ body, principal }) => {
    const delivered = await deliverScan(deps, principal, body);
    if (isRefusal(delivered)) return delivered;
    const attendance = await shown(delivered);
    return isRefusal(attendance) ? attendance : { ...attendance, asks: await openQuestions(deps, delivered) };
  });
  route(router, contract.current, async ({ principal }) => {
    if (principal.actingPersonId === null) return refuse('registration_needed');
    const open = await deps.attendances.findOne({ personId: principal.actingPersonId, open: true });
    if (open === null) return { attendance: null };
    const attendance = await shown(open);
    return isRefusal(attendance) ? attendance : { attendance };
  });
  route(router, contract.listOwn, async ({ query, principal }) =>
    principal.actingPersonId === null
      ? refuse('registration_needed')
      : listAttendances(deps, { personId: principal.actingPersonId }, query),
  );
}

/** Screens, lists, venue and printed code of an activity. */
function placeRoutes(router: ApiRouter, deps: CheckInsDeps): void {
  route(router, contract.display, ({ params, principal }) => display(deps, principal, params.activityId));
  publicRoute(router, displayContract.screen, ({ body }) => hallScreen(deps, body));
  route(router, contract.expected, ({ params, query, principal }) =>
    listExpected(deps, principal, params.activityId, query),
  );
  route(router, contract.attendances, ({ params, query, principal }) =>
    listForOrganiser(deps, principal, params.activityId, query),
  );
  route(router, activityContract.attendances, async ({ params, query, principal }) => {
    const activity = await deps.activities.readable(principal, params.activityId);
    return isRefusal(activity) ? activity : listAttendances(deps, { activityId: activity._id }, query);
  });
  route(router, contract.venue, ({ params, principal }) => readVenue(deps, principal, params.activityId));
  route(router, contract.setVenue, ({ params, body, principal }) =>
    setVenue(deps, principal, params.activityId, body.venue),
  );
  route(router, contract.makePoster, ({ params, principal }) => makePoster(deps, principal, params.activityId));
  route(router, contract.withdrawPoster, ({ params, principal }) => withdrawPoster(deps, principal, params.activityId));
}
