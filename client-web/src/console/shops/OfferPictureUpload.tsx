import { offers } from '@red-points/shared/contracts';
import { App, Button, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addressOf, call, messageOf } from '../../api/index.ts';

export interface OfferPictureUploadProps {
  shopId: string;
  value?: string | null;
  onChange?: (pictureId: string | null) => void;
}

/** A photo of what is offered, instead of the drawing; the server draws it anew. Works inside a form item. */
export function OfferPictureUpload({ shopId, value = null, onChange }: OfferPictureUploadProps) {
  const { t } = useTranslation('consoleShops');
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const send = async (file: File): Promise<void> => {
    setBusy(true);
    try {
      onChange?.((await call(offers.uploadPicture, { params: { shopId }, file })).pictureId);
    } catch (error) {
      void message.warning(messageOf(error), 6);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div style={{ display: 'flex', gap: 12, alignItems: 'center' }}>
      {value === null ? null : (
        <img
          src={addressOf(offers.picture, { params: { pictureId: value } })}
          alt={t('offer.photo')}
          style={{ width: 64, height: 64, objectFit: 'cover', borderRadius: 8 }}
        />
      )}
      <Upload
        accept="image/jpeg,image/png,image/webp"
        showUploadList={false}
        disabled={busy}
        beforeUpload={(file) => {
          void send(file);
          return Upload.LIST_IGNORE;
        }}
      >
        <Button loading={busy}>{t(value === null ? 'offer.photoAdd' : 'offer.photoChange')}</Button>
      </Upload>
      {value === null ? null : (
        <Button type="link" onClick={() => onChange?.(null)}>
          {t('offer.photoRemove')}
        </Button>
      )}
    </div>
  );
}
