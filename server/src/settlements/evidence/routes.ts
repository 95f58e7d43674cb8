import { settlementEvidence as contract, isRefusal } from '@red-points/shared/contracts';
import { type ApiRouter, route } from '../../http/route.ts';
import type { EvidenceDeps } from './deps.ts';
import { evidenceFile } from './evidence-file.ts';
import { readEvidence } from './read-evidence.ts';

/** Serves the evidence behind samples of closed statements. */
export function evidenceRoutes(router: ApiRouter, deps: EvidenceDeps): void {
  route(router, contract.get, async ({ params, query, principal }) => {
    const pack = await readEvidence(deps, principal, params.settlementId, { size: query.size, asFile: false });
    return isRefusal(pack) ? pack : pack.evidence;
  });
  route(router, contract.file, async ({ params, query, principal, language, res }) => {
    const pack = await readEvidence(deps, principal, params.settlementId, { size: query.size, asFile: true });
    if (isRefusal(pack)) return pack;
    const file = await evidenceFile(pack, language);
    const name = `evidence-${pack.evidence.settlement.number}.zip`;
    res.set('Cache-Control', 'no-store').attachment(name).type('application/zip').send(file);
    return undefined;
  });
}
