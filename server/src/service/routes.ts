import {
  certificates as certificatesContract,
  isRefusal,
  type Refusal,
  refuse,
  service as serviceContract,
} from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { type ApiRouter, publicRoute, route } from '../http/route.ts';
import { type Person, personFor } from '../people/index.ts';
import { certificatesOf, checkCertificate, checkName, issueCertificate, paperOf, recordLook } from './certificates.ts';
import type { ServiceDeps } from './deps.ts';
import { serviceRecordOf } from './read-hours.ts';
import type { CertificateRecord } from './store.ts';

/** Serves hours, star levels and certificates over HTTP. */
export function serviceRoutes(router: ApiRouter, deps: ServiceDeps): void {
  hoursRoutes(router, deps);
  ownRoutes(router, deps);
  staffRoutes(router, deps);
  publicRoute(router, certificatesContract.check, ({ params }) => checkCertificate(deps, params.code));
  publicRoute(router, certificatesContract.checkName, ({ params, body }) => checkName(deps, params.code, body.name));
}

function hoursRoutes(router: ApiRouter, deps: ServiceDeps): void {
  route(router, serviceContract.own, async ({ principal }) => {
    const person = await acting(deps, principal);
    return isRefusal(person) ? person : serviceRecordOf(deps, person);
  });
  route(router, serviceContract.ofPerson, async ({ params, principal }) => {
    const person = await personFor(deps.people, principal, 'people.read', params.personId);
    return isRefusal(person) ? person : serviceRecordOf(deps, person);
  });
  publicRoute(router, serviceContract.settings, () => deps.starLevels.settings());
  route(router, serviceContract.setSettings, async ({ body, principal }) => {
    const set = await deps.starLevels.set(principal, body);
    if (isRefusal(set)) return set;
    const detail = { hours: set.hours.join(' ') };
    const subject = { kind: 'settings', id: 'stars' };
    await deps.audit.record({ principal, action: 'service.settings', subject, unitId: null, detail });
    return set;
  });
}

function ownRoutes(router: ApiRouter, deps: ServiceDeps): void {
  route(router, certificatesContract.issueOwn, async ({ body, principal, identity }) => {
    const person = await acting(deps, principal);
    if (isRefusal(person)) return person;
    const issued = await issueCertificate(deps, principal, person, body, identity());
    return isRefusal(issued) ? issued : paperOf(deps, issued);
  });
  route(router, certificatesContract.listOwn, async ({ principal }) => {
    const person = await acting(deps, principal);
    return isRefusal(person) ? person : { items: await certificatesOf(deps, person.personId) };
  });
  route(router, certificatesContract.getOwn, async ({ params, principal }) => {
    const person = await acting(deps, principal);
    if (isRefusal(person)) return person;
    const record = await ofPerson(deps, person, params.certificateId);
    return isRefusal(record) ? record : paperOf(deps, record);
  });
}

function staffRoutes(router: ApiRouter, deps: ServiceDeps): void {
  route(router, certificatesContract.issue, async ({ params, body, principal, identity }) => {
    const person = await personFor(deps.people, principal, 'certificates.issue', params.personId);
    if (isRefusal(person)) return person;
    const issued = await issueCertificate(deps, principal, person, body, identity());
    return isRefusal(issued) ? issued : paperOf(deps, issued);
  });
  route(router, certificatesContract.ofPerson, async ({ params, principal }) => {
    const person = await personFor(deps.people, principal, 'people.read', params.personId);
    return isRefusal(person) ? person : { items: await certificatesOf(deps, person.personId) };
  });
  route(router, certificatesContract.get, async ({ params, principal }) => {
    const person = await personFor(deps.people, principal, 'certificates.issue', params.personId);
    if (isRefusal(person)) return person;
    const record = await ofPerson(deps, person, params.certificateId);
    if (isRefusal(record)) return record;
    await recordLook(deps, principal, record, 'certificates.print');
    return paperOf(deps, record);
  });
}

async function acting({ people }: ServiceDeps, { actingPersonId }: Principal): Promise<Person | Refusal> {
  if (actingPersonId === null) return refuse('registration_needed');
  return (await people.byId(actingPersonId)) ?? refuse('person_not_found');
}

async function ofPerson(
  { store }: ServiceDeps,
  { personId }: Person,
  certificateId: string,
): Promise<CertificateRecord | Refusal> {
  return (await store.certificates.findOne({ _id: certificateId, personId })) ?? refuse('certificate_not_found');
}
