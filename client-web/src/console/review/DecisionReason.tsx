import { CLAIM_PARTS, type ClaimPart, type ReviewLine } from '@red-points/shared/contracts';
import { Checkbox } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Decision } from '../../features/reviews/decide.ts';
import { ReasonDialog } from '../components/ReasonDialog.tsx';

export interface DecisionReasonProps {
  decision: Exclude<Decision, 'approve'> | undefined;
  line: ReviewLine | undefined;
  onGive: (reason: string, changes: readonly ClaimPart[]) => void;
  onCancel: () => void;
}

/** Asks why something is returned or refused; the filer reads it. */
export function DecisionReason({ decision, line, onGive, onCancel }: DecisionReasonProps) {
  const { t } = useTranslation(['consoleReview', 'claimForm']);
  const [changes, setChanges] = useState<readonly ClaimPart[]>([]);
  useEffect(() => {
    if (decision !== undefined) setChanges([]);
  }, [decision]);
  const asked = decision ?? 'return';
  return (
    <ReasonDialog
      open={decision !== undefined}
      title={line === undefined ? undefined : t(`reason.${asked}.title`, { name: line.maskedName, title: line.title })}
      explanation={t(`reason.${asked}.what`)}
      verb={t(`verb.${asked}`)}
      suggestions={[t(`reason.${asked}.first`), t(`reason.${asked}.second`), t(`reason.${asked}.third`)]}
      onGive={(reason) => onGive(reason, changes)}
      onCancel={onCancel}
    >
      {decision === 'return' && line?.kind === 'claim' ? (
        <fieldset style={{ border: 0, padding: 0, margin: '16px 0 0' }}>
          <legend className="small quiet">{t('wantedTitle', { ns: 'claimForm' })}</legend>
          <Checkbox.Group
            value={[...changes]}
            onChange={setChanges}
            options={CLAIM_PARTS.map((value) => ({ value, label: t(`part.${value}`, { ns: 'claimForm' }) }))}
          />
        </fieldset>
      ) : null}
    </ReasonDialog>
  );
}
