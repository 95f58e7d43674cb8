import type { ReviewLine } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import type { Decision } from '../../features/reviews/decide.ts';
import { ReasonDialog } from '../components/ReasonDialog.tsx';

export interface DecisionReasonProps {
  decision: Exclude<Decision, 'approve'> | undefined;
  line: ReviewLine | undefined;
  onGive: (reason: string) => void;
  onCancel: () => void;
}

/** Asks why something is returned or refused; the filer reads it. */
export function DecisionReason({ decision, line, onGive, onCancel }: DecisionReasonProps) {
  const { t } = useTranslation('consoleReview');
  const asked = decision ?? 'return';
  return (
    <ReasonDialog
      open={decision !== undefined}
      title={line === undefined ? undefined : t(`reason.${asked}.title`, { name: line.maskedName, title: line.title })}
      explanation={t(`reason.${asked}.what`)}
      verb={t(`verb.${asked}`)}
      suggestions={[t(`reason.${asked}.first`), t(`reason.${asked}.second`), t(`reason.${asked}.third`)]}
      onGive={onGive}
      onCancel={onCancel}
    />
  );
}
