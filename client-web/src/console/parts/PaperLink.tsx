import FilePdfOutlined from '@ant-design/icons-svg/es/asn/FilePdfOutlined';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/icons.tsx';

/** A paper among the evidence: saved, never opened in the page. */
export function PaperLink({ evidenceId, url, className }: { evidenceId: string; url: string; className?: string }) {
  const { t } = useTranslation('claimForm');
  return (
    <a
      href={url}
      download={`evidence-${evidenceId}.pdf`}
      className={className}
      title={t('paperHint')}
      style={{ display: 'inline-flex', alignItems: 'center', justifyContent: 'center', gap: 6 }}
    >
      <Icon of={FilePdfOutlined} size={18} />
      {t('paper')} · {t('paperSave')}
    </a>
  );
}
