import PlusOutlined from '@ant-design/icons-svg/es/asn/PlusOutlined';
import { claims } from '@red-points/shared/contracts';
import { App, Spin, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, messageOf } from '../../api/index.ts';
import { Icon } from '../../components/icons.tsx';
import { EvidenceStrip } from '../parts/EvidenceStrip.tsx';

/** As the contract: photos of one claim. */
const PHOTOS_MAX = 9;

export interface EvidenceUploadProps {
  value?: string[];
  onChange?: (evidenceIds: string[]) => void;
}

/** Photos as evidence: uploaded at once, place and device removed by the server. */
export function EvidenceUpload({ value = [], onChange }: EvidenceUploadProps) {
  const { t } = useTranslation('consoleOversight');
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const send = async (file: File): Promise<void> => {
    setBusy(true);
    try {
      const kept = await call(claims.uploadEvidence, { file });
      onChange?.([...value, kept.evidenceId]);
    } catch (error) {
      void message.warning(messageOf(error), 6);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div style={{ display: 'grid', gap: 8 }}>
      {value.length === 0 ? null : <EvidenceStrip evidenceIds={value} />}
      {value.length >= PHOTOS_MAX ? null : (
        <Upload
          accept="image/jpeg,image/png,image/webp,application/pdf"
          showUploadList={false}
          disabled={busy}
          beforeUpload={(file) => {
            void send(file);
            return Upload.LIST_IGNORE;
          }}
        >
          <button type="button" className="chip" style={{ display: 'inline-flex', alignItems: 'center', gap: 6 }}>
            {busy ? <Spin size="small" /> : <Icon of={PlusOutlined} />}
            {t('claims.addPhoto')}
          </button>
        </Upload>
      )}
      {value.length === 0 ? null : (
        <button type="button" className="link plain-button small" onClick={() => onChange?.([])}>
          {t('claims.clearPhotos')}
        </button>
      )}
    </div>
  );
}
