import { activities as activityContract, checkIns as contract, isRefusal, refuse } from '@red-points/shared/contracts';
import { type ApiRouter, publicRoute, route } from '../http/route.ts';
import { checkIn, witness } from './check-in.ts';
import { checkOut, signOutMany } from './check-out.ts';
import type { CheckInsDeps } from './deps.ts';
import { display } from './display.ts';
import { exchangeCode } from './exchange-code.ts';
import { attendanceViews, listAttendances } from './list-attendances.ts';
import type { AttendanceRecord } from './store.ts';

export function checkInRoutes(router: ApiRouter, deps: CheckInsDeps): void {
  const viewOf = async (record: AttendanceRecord) => {
    const [view] = await attendanceViews(deps, [record]);
    if (view === undefined) throw new Error('an attendance has no view');
    return view;
  };
  publicRoute(router, contract.ticket, async ({ body }) => {
    const exchanged = await exchangeCode(deps, body.code);
    if (isRefusal(exchanged)) return exchanged;
    const { ticket, expiresAtMs, activity } = exchanged;
    const names = await deps.orgUnits.names([activity.unitId]);
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
      },
    };
  });
  route(router, contract.checkIn, async ({ body, principal }) => {
    const attendance = await checkIn(deps, principal, body.ticket);
    return isRefusal(attendance) ? attendance : viewOf(attendance);
  });
  route(router, contract.checkOut, async ({ body, principal }) => {
    const attendance = await checkOut(deps, principal, body.ticket);
    return isRefusal(attendance) ? attendance : viewOf(attendance);
  });
  route(router, contract.witness, async ({ params, body, principal }) => {
    const attendance = await witness(deps, principal, params.activityId, body.personId);
    return isRefusal(attendance) ? attendance : viewOf(attendance);
  });
  route(router, contract.signOutMany, async ({ params, body, principal }) => {
    const signedOut = await signOutMany(deps, principal, params.activityId, body.attendanceIds);
    return isRefusal(signedOut) ? signedOut : { signedOut };
  });
  route(router, contract.display, ({ params, principal }) => display(deps, principal, params.activityId));
  listRoutes(router, deps, viewOf);
}

function listRoutes(
  router: ApiRouter,
  deps: CheckInsDeps,
  viewOf: (record: AttendanceRecord) => Promise<Awaited<ReturnType<typeof attendanceViews>>[number]>,
): void {
  route(router, contract.current, async ({ principal }) => {
    if (principal.actingPersonId === null) return refuse('registration_needed');
    const open = await deps.attendances.findOne({ personId: principal.actingPersonId, open: true });
    return { attendance: open === null ? null : await viewOf(open) };
  });
  route(router, contract.listOwn, async ({ query, principal }) =>
    principal.actingPersonId === null
      ? refuse('registration_needed')
      : listAttendances(deps, { personId: principal.actingPersonId }, query),
  );
  route(router, activityContract.attendances, async ({ params, query, principal }) => {
    const activity = await deps.activities.readable(principal, params.activityId);
    return isRefusal(activity) ? activity : listAttendances(deps, { activityId: activity._id }, query);
  });
}
