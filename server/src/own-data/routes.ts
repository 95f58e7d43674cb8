import {
  dataRequests,
  isRefusal,
  type Language,
  ownData as own,
  type Refusal,
  refuse,
} from '@red-points/shared/contracts';
import { ANSWER_WORKING_DAYS, COOLING_DAYS } from '@red-points/shared/domain/own-data';
import type { Principal } from '@red-points/shared/domain/permissions';
import { pageByDate } from '../http/date-pages.ts';
import type { SharedLimit } from '../http/limits.ts';
import { type ApiRouter, route } from '../http/route.ts';
import { unitOfReader } from '../reports/index.ts';
import { askErasure, fileErasure } from './ask.ts';
import { fileCopy, handOver } from './copy.ts';
import { askCorrection, fileCorrection, seeValues } from './correction.ts';
import { approve, refuseRequest, takeBack, takeBackAtDesk } from './decide.ts';
import type { OwnDataDeps } from './deps.ts';
import { exportData } from './export/export-data.ts';
import { blockWords, factsOf } from './facts.ts';
import { findRequest } from './find-request.ts';
import type { DataRequestRecord } from './store.ts';
import { subjectOf } from './subject.ts';
import { detailView, ownViews, staffViews } from './views.ts';

const OWN_SHOWN_MAX = 20;

/** Serves one's own data and what is asked about it over HTTP. */
export function ownDataRoutes(router: ApiRouter, deps: OwnDataDeps, exportLimit: SharedLimit): void {
  ownRoutes(router, deps);
  route(router, own.export, ({ query, principal, language, res }) =>
    exportData(deps, exportLimit, router, { principal, asked: query, language, res }),
  );
  staffRoutes(router, deps);
  deskRoutes(router, deps, exportLimit);
}

function ownRoutes(router: ApiRouter, deps: OwnDataDeps): void {
  const one = async (record: DataRequestRecord | Refusal) => {
    if (isRefusal(record)) return record;
    const [view] = await ownViews(deps, [record]);
    return view ?? refuse('data_request_not_found');
  };
  route(router, own.overview, ({ query, principal, language }) => overview(deps, principal, query.personId, language));
  route(router, own.askErasure, async ({ body, principal, identity }) =>
    one(await askErasure(deps, principal, body, identity())),
  );
  route(router, own.askCorrection, async ({ body, principal, identity }) =>
    one(await askCorrection(deps, principal, body, identity())),
  );
  route(router, own.takeBack, async ({ params, principal }) => one(await takeBack(deps, principal, params.requestId)));
}

async function overview(deps: OwnDataDeps, principal: Principal, asked: string | undefined, language: Language) {
  const subject = await subjectOf(deps, principal, asked);
  if (isRefusal(subject)) return subject;
  const { person } = subject;
  const [facts, profile, units, view, community, requests] = await Promise.all([
    factsOf(deps, person),
    deps.people.ownProfile(person.personId),
    deps.orgUnits.all(),
    deps.ledger.view(person.accountId),
    deps.orgUnits.communityOf(person.unitId),
    deps.requests.find({ personId: person.personId }).sort({ filedAt: -1, _id: -1 }).limit(OWN_SHOWN_MAX).toArray(),
  ]);
  if (profile === null) return refuse('person_closed');
  const { name, phone, birthDate, address, unitId } = profile;
  return {
    personId: person.personId,
    name,
    profile: { name, phone, birthDate, address, unitId },
    unitName: units.get(unitId)?.name ?? unitId,
    available: view.available,
    minutes: view.state.minutes,
    fundUnitName: community?.name ?? person.unitId,
    blocks: blockWords(facts, true, language),
    coolingDays: COOLING_DAYS,
    answerWorkingDays: ANSWER_WORKING_DAYS,
    requests: await ownViews(deps, requests),
  };
}

function staffRoutes(router: ApiRouter, deps: OwnDataDeps): void {
  const detailed = async (principal: Principal, record: DataRequestRecord | Refusal, language: Language) =>
    isRefusal(record) ? record : detailView(deps, principal, record, language);
  route(router, dataRequests.list, async ({ query, principal }) => {
    const unit = await unitOfReader(deps.orgUnits, principal, 'data_requests.read', query.unitId);
    if (isRefusal(unit)) return unit;
    const waits = query.show === 'waiting';
    const shown = { unitPath: unit.id, ...(waits ? { open: true } : {}) };
    const found = await pageByDate(deps.requests, shown, { ...query, by: waits ? 'dueAt' : 'filedAt', oldest: waits });
    if (isRefusal(found)) return found;
    return { items: await staffViews(deps, found.page), nextCursor: found.nextCursor };
  });
  route(router, dataRequests.get, async ({ params, principal, language }) =>
    detailed(principal, await findRequest(deps, principal, params.requestId, 'data_requests.read'), language),
  );
  route(router, dataRequests.values, ({ params, body, principal }) =>
    seeValues(deps, principal, params.requestId, body.reason),
  );
  route(router, dataRequests.approve, async ({ params, principal, identity, language }) =>
    detailed(principal, await approve(deps, principal, params.requestId, identity()), language),
  );
  route(router, dataRequests.refuse, async ({ params, body, principal, identity, language }) => {
    const answer = { ...body, request: identity() };
    return detailed(principal, await refuseRequest(deps, principal, params.requestId, answer), language);
  });
}

/** What officers write down for somebody who came to them. */
function deskRoutes(router: ApiRouter, deps: OwnDataDeps, exportLimit: SharedLimit): void {
  const one = async (record: DataRequestRecord | Refusal) => {
    if (isRefusal(record)) return record;
    const [view] = await staffViews(deps, [record]);
    return view ?? refuse('data_request_not_found');
  };
  route(router, dataRequests.fileErasure, async ({ params, body, principal, identity }) =>
    one(await fileErasure(deps, principal, { ...params, ...body }, identity())),
  );
  route(router, dataRequests.fileCorrection, async ({ params, body, principal, identity }) =>
    one(await fileCorrection(deps, principal, { ...params, ...body }, identity())),
  );
  route(router, dataRequests.fileCopy, async ({ params, body, principal, identity }) =>
    one(await fileCopy(deps, principal, { ...params, ...body }, identity())),
  );
  route(router, dataRequests.copy, ({ params, query, principal, language, res }) =>
    handOver(deps, exportLimit, router, { ...params, ...query, principal, language, res }),
  );
  route(router, dataRequests.takeBack, async ({ params, body, principal }) =>
    one(await takeBackAtDesk(deps, principal, { ...params, ...body })),
  );
}
