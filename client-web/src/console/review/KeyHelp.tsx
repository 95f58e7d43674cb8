import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import type { KeyHint } from '../components/KeyBar.tsx';

/** All keys of the review desk in one list. */
export function KeyHelp({ open, hints, onClose }: { open: boolean; hints: readonly KeyHint[]; onClose: () => void }) {
  const { t } = useTranslation('consoleReview');
  return (
    <Modal open={open} title={t('key.all')} footer={null} onCancel={onClose} width={360}>
      <dl style={{ display: 'grid', gridTemplateColumns: '72px 1fr', rowGap: 12, paddingTop: 8 }}>
        {hints.map((hint) => (
          <KeyRow key={hint.key} cap={hint.cap}>
            {hint.words}
          </KeyRow>
        ))}
        <KeyRow cap="Ctrl Z">{t('key.undo')}</KeyRow>
        <KeyRow cap="Ctrl K">{t('key.search')}</KeyRow>
      </dl>
    </Modal>
  );
}

function KeyRow({ cap, children }: { cap: string; children: React.ReactNode }) {
  return (
    <>
      <dt>
        <kbd>{cap}</kbd>
      </dt>
      <dd>{children}</dd>
    </>
  );
}
