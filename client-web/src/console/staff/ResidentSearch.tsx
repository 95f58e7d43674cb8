import { type LinkedResident, staff } from '@red-points/shared/contracts';
import { Input, Modal, Radio } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange } from '../../api/index.ts';

const SEARCH_LENGTH_MIN = 6;

interface ResidentSearchProps {
  title: string;
  what: ReactNode;
  busy: boolean;
  error: unknown;
  onChoose: (personId: string) => void;
  onCancel: () => void;
}

/** Finds a resident by a whole phone number or their number, and lets one be chosen; names stay masked. */
export function ResidentSearch({ title, what, busy, error, onChoose, onCancel }: ResidentSearchProps) {
  const { t } = useTranslation('consoleStaff');
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<string>();
  const find = useChange(staff.find, {
    onDone: ({ items }) => setChosen(items.length === 1 ? items[0]?.personId : undefined),
  });
  const search = typed.trim();
  const trouble = find.error ?? error;
  return (
    <Modal
      open
      title={title}
      okText={t('act.link')}
      okButtonProps={{ disabled: chosen === undefined, loading: busy }}
      onOk={() => chosen !== undefined && onChoose(chosen)}
      onCancel={onCancel}
    >
      <p className="quiet">{what}</p>
      <Input.Search
        autoFocus
        aria-label={t('dialog.search')}
        placeholder={t('dialog.search')}
        enterButton={t('dialog.find')}
        value={typed}
        maxLength={60}
        loading={find.isPending}
        onChange={(event) => setTyped(event.target.value)}
        onSearch={() => search.length >= SEARCH_LENGTH_MIN && find.mutate({ body: { search } })}
        style={{ margin: '12px 0 4px' }}
      />
      <p className="small quiet">{t('dialog.searchHint')}</p>
      <Found items={find.data?.items} chosen={chosen} onChoose={setChosen} />
      {trouble === null || trouble === undefined ? null : (
        <p role="alert" style={{ color: 'var(--danger)', marginTop: 8 }}>
          {messageOf(trouble)}
        </p>
      )}
    </Modal>
  );
}

interface FoundProps {
  items: readonly LinkedResident[] | undefined;
  chosen: string | undefined;
  onChoose: (personId: string) => void;
}

function Found({ items, chosen, onChoose }: FoundProps) {
  const { t } = useTranslation('consoleStaff');
  if (items === undefined) return null;
  if (items.length === 0) return <p>{t('dialog.none')}</p>;
  return (
    <Radio.Group
      value={chosen}
      onChange={(event) => onChoose(String(event.target.value))}
      style={{ display: 'grid', gap: 8, marginTop: 12 }}
      options={items.map((resident) => ({ value: resident.personId, label: residentWords(resident) }))}
    />
  );
}

/** `陈* · 138****1234 · 一网格` */
export function residentWords({ maskedName, maskedPhone, unitName }: LinkedResident): string {
  return [maskedName, maskedPhone, unitName].filter(Boolean).join(' · ');
}
