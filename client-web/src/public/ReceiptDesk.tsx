import FileTextOutlined from '@ant-design/icons-svg/es/asn/FileTextOutlined';
import { type DragEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../components/icons.tsx';
import frame from './PublicFrame.module.css';
import styles from './ReceiptDesk.module.css';

/** Where a receipt is given: dropped, chosen as a file, or pasted. It stays on this device. */
export function ReceiptDesk({ title: Title, onText }: { title: 'h1' | 'h2'; onText: (text: string) => void }) {
  const { t } = useTranslation('digests');
  const [over, setOver] = useState(false);
  const [pasted, setPasted] = useState('');
  const chooser = useRef<HTMLInputElement>(null);
  const pasteId = useId();
  const take = async (file: File | undefined): Promise<void> => {
    if (file !== undefined) onText(await file.text());
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file === undefined) onText(event.dataTransfer.getData('text'));
    else void take(file);
  };
  return (
    <div className={styles.desk}>
      <Title>{t('desk.title')}</Title>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a short cut; the button in it does the same by keyboard. */}
      <div
        className={styles.drop}
        data-over={over}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Icon of={FileTextOutlined} size={28} className="quiet" />
        <span className={styles.words}>{t('desk.drop')}</span>
        <button type="button" className={styles.choose} onClick={() => chooser.current?.click()}>
          {t('desk.choose')}
        </button>
        <input
          ref={chooser}
          type="file"
          accept=".json,application/json"
          className="visually-hidden"
          tabIndex={-1}
          aria-hidden="true"
          onChange={(event) => void take(event.target.files?.[0])}
        />
      </div>
      <label htmlFor={pasteId}>{t('desk.paste')}</label>
      <textarea
        id={pasteId}
        rows={2}
        spellCheck={false}
        autoComplete="off"
        value={pasted}
        onChange={(event) => setPasted(event.target.value)}
      />
      <button type="button" className={frame.tool} disabled={pasted.trim() === ''} onClick={() => onText(pasted)}>
        {t('desk.check')}
      </button>
      <p className={styles.quiet}>{t('desk.local')}</p>
    </div>
  );
}
