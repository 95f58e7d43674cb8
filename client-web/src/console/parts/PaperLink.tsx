import { useTranslation } from 'react-i18next';

/** Saves a paper that is among the evidence. */
export function PaperLink({ evidenceId, url }: { evidenceId: string; url: string }) {
  const { t } = useTranslation('claimForm');
  return (
    <a className="link" href={url} download={`evidence-${evidenceId}.pdf`}>
      {t('paperSave')}
    </a>
  );
}
