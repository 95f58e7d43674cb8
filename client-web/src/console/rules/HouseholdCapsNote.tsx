import { accounts, type RuleTerms } from '@red-points/shared/contracts';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { useMay } from '../../features/use-may.ts';
import { useUnit } from '../unit.tsx';

/** How long the setting of a unit may be old, in milliseconds. */
const STALE_MS = 60_000;

const hasHouseholdCap = ({ householdCaps }: Pick<RuleTerms, 'householdCaps'>): boolean =>
  Object.values(householdCaps).some((points) => points !== null && points !== undefined);

/**
 * Says that a cap of a whole household binds nobody in the chosen unit, because its members earn into accounts of their own
 * there. Nothing where the terms have no such cap, or where it binds.
 */
export function HouseholdCapsNote({ terms }: { terms: readonly Pick<RuleTerms, 'householdCaps'>[] }) {
  const { t } = useTranslation('consoleRules');
  const { unitId } = useUnit();
  const enabled = useMay()('people.read') && unitId !== '' && terms.some(hasHouseholdCap);
  const { data } = useRead(accounts.crediting, { params: { unitId } }, { enabled, staleMs: STALE_MS });
  if (!enabled || data === undefined || data.creditedTo === 'household') return null;
  return <Alert type="warning" showIcon title={t('householdCapsIdle')} style={{ margin: '12px 0' }} />;
}
