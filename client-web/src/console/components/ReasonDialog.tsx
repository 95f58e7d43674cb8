import { Input, Modal } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** As the contract's reasons: shortest and longest, in characters. */
const REASON_MIN = 2;
const REASON_MAX = 300;

export interface ReasonDialogProps {
  open: boolean;
  title?: ReactNode;
  /** What will happen, above the field. */
  explanation?: ReactNode;
  /** In the empty field; otherwise that whom it concerns reads it. */
  placeholder?: string;
  /** Verb of the button, e.g. 退回修改. */
  verb: string;
  /** Ready-made reasons to choose from. */
  suggestions?: readonly string[];
  /** More to fill in, below the reason. */
  children?: ReactNode;
  busy?: boolean;
  error?: ReactNode;
  onGive: (reason: string) => void;
  onCancel: () => void;
}

/** Asks why, before something is returned, refused, unmasked or reversed. */
export function ReasonDialog(props: ReasonDialogProps) {
  const {
    open,
    title,
    explanation,
    verb,
    suggestions = [],
    busy = false,
    error,
    placeholder,
    children,
    onGive,
    onCancel,
  } = props;
  const { t } = useTranslation('console');
  const [reason, setReason] = useState('');
  useEffect(() => {
    if (open) setReason('');
  }, [open]);
  const tooShort = reason.trim().length < REASON_MIN;
  return (
    <Modal
      open={open}
      title={title ?? t('reason.title')}
      okText={verb}
      okButtonProps={{ disabled: tooShort, loading: busy }}
      onOk={() => onGive(reason.trim())}
      onCancel={onCancel}
      destroyOnHidden
    >
      {explanation === undefined ? null : <div className="quiet">{explanation}</div>}
      {suggestions.length === 0 ? null : (
        <p style={{ display: 'flex', flexWrap: 'wrap', gap: 8, margin: '12px 0' }}>
          {suggestions.map((suggestion) => (
            <button key={suggestion} type="button" className="chip" onClick={() => setReason(suggestion)}>
              {suggestion}
            </button>
          ))}
        </p>
      )}
      <Input.TextArea
        autoFocus
        aria-label={t('reason.label')}
        placeholder={placeholder ?? t('reason.placeholder')}
        value={reason}
        maxLength={REASON_MAX}
        showCount
        rows={4}
        // The count stands below the field, and the buttons below the count.
        style={{ margin: '8px 0 28px' }}
        onChange={(event) => setReason(event.target.value)}
      />
      {/* What staff write in many places is not found when somebody is erased (ADR 0094). */}
      <p className="small quiet">{t('reason.noNames')}</p>
      {children}
      {error === undefined ? null : (
        <p role="alert" style={{ color: 'var(--danger)', marginTop: 8 }}>
          {error}
        </p>
      )}
    </Modal>
  );
}
