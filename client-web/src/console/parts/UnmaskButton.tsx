import EyeOutlined from '@ant-design/icons-svg/es/asn/EyeOutlined';
import { people } from '@red-points/shared/contracts';
import { Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange } from '../../api/index.ts';
import { formatDate } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { useMay } from '../../features/use-may.ts';
import { ReasonDialog } from '../components/ReasonDialog.tsx';
import styles from './UnmaskButton.module.css';

/** 查看完整信息（留痕）: asks why, shows the profile once, and leaves a trace that the person's record shows. */
export function UnmaskButton({ personId, small = false }: { personId: string; small?: boolean }) {
  const { t } = useTranslation(['consolePeople', 'common']);
  const may = useMay();
  const [asking, setAsking] = useState(false);
  const unmask = useChange(people.unmask, { changes: [people.viewLog], onDone: () => setAsking(false) });
  if (!may('people.unmask')) return null;
  const profile = unmask.data;
  const none = t('unmask.none');
  return (
    <>
      <button type="button" className={`link plain-button ${styles['button'] ?? ''}`} onClick={() => setAsking(true)}>
        <Icon of={EyeOutlined} />
        {t(small ? 'unmask.short' : 'unmask.verb')}
      </button>
      <ReasonDialog
        open={asking}
        title={t('unmask.title')}
        explanation={t('unmask.what')}
        verb={t('unmask.show')}
        placeholder={t('unmask.why')}
        suggestions={[t('unmask.reasonCall'), t('unmask.reasonCheck'), t('unmask.reasonVisit')]}
        busy={unmask.isPending}
        error={unmask.error === null ? undefined : messageOf(unmask.error)}
        onGive={(reason) => unmask.mutate({ params: { personId }, body: { reason } })}
        onCancel={() => setAsking(false)}
      />
      <Modal
        open={profile !== undefined}
        title={t('unmask.profile')}
        footer={null}
        width={400}
        onCancel={() => unmask.reset()}
      >
        <dl className={styles['profile']}>
          <dt>{t('field.name')}</dt>
          <dd>{profile?.name}</dd>
          <dt>{t('field.phone')}</dt>
          <dd>{profile?.phone ?? none}</dd>
          <dt>{t('field.address')}</dt>
          <dd>{profile?.address ?? none}</dd>
          <dt>{t('field.birthDate')}</dt>
          <dd>{profile?.birthDate == null ? none : formatDate(profile.birthDate)}</dd>
        </dl>
        <p className="small quiet">{t('unmask.logged')}</p>
      </Modal>
    </>
  );
}
