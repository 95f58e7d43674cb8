import ExpandOutlined from '@ant-design/icons-svg/es/asn/ExpandOutlined';
import FilePdfOutlined from '@ant-design/icons-svg/es/asn/FilePdfOutlined';
import RotateRightOutlined from '@ant-design/icons-svg/es/asn/RotateRightOutlined';
import ZoomInOutlined from '@ant-design/icons-svg/es/asn/ZoomInOutlined';
import type { ReviewDetail, ReviewLine } from '@red-points/shared/contracts';
import { Image, Skeleton, Spin } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf } from '../../api/index.ts';
import { formatAge, formatMoment } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { ScrollArea } from '../../components/ScrollArea.tsx';
import { CategoryTag, Tag } from '../../components/Tag.tsx';
import { useEvidence } from '../../features/claims/evidence.ts';
import { PaperView } from '../../features/papers/PaperView.tsx';
import { CasePanel } from '../claims/CasePanel.tsx';
import { Trouble } from '../components/Trouble.tsx';
import { PaperLink } from '../parts/PaperLink.tsx';
import styles from './Evidence.module.css';
import { StayPanel } from './StayPanel.tsx';

export interface EvidenceProps {
  line: ReviewLine;
  detail: ReviewDetail | undefined;
  error: unknown;
  onRetry: () => void;
  zoomed: boolean;
  onZoom: (zoomed: boolean) => void;
}

/** What the item is and what proves it, large in the middle. */
export function Evidence({ line, detail, error, onRetry, zoomed, onZoom }: EvidenceProps) {
  const { t } = useTranslation('consoleReview');
  return (
    <ScrollArea label={t('evidence.label')} className={styles['middle']}>
      <header className={styles['head']}>
        <h1>{line.title}</h1>
        <CategoryTag category={line.category} />
        <Tag>{t(line.kind === 'attendance' ? 'kind.attendance' : line.onBehalf ? 'kind.onBehalf' : 'kind.own')}</Tag>
        <span className="small quiet">
          {t('submitted', { moment: formatMoment(line.waitingSince), age: formatAge(line.waitingSince) })}
        </span>
      </header>
      {error !== null && detail === undefined ? <Trouble error={error} onRetry={onRetry} /> : null}
      {error === null && detail === undefined ? <Skeleton.Node active className={styles['loading'] ?? ''} /> : null}
      {detail === undefined ? null : (
        <>
          {detail.evidenceIds.length > 0 ? (
            <Photos
              key={`${detail.kind}:${detail.id}`}
              evidenceIds={detail.evidenceIds}
              zoomed={zoomed}
              onZoom={onZoom}
            />
          ) : (
            <StayPanel detail={detail} />
          )}
          {detail.caseId === null ? null : <CasePanel caseId={detail.caseId} />}
          <div className={`card ${styles['words'] ?? ''}`}>
            <b>{t(detail.kind === 'attendance' ? 'evidence.about' : 'evidence.description')}</b>
            <p>{detail.description === '' ? t('evidence.noDescription') : detail.description}</p>
          </div>
        </>
      )}
    </ScrollArea>
  );
}

function Photos({
  evidenceIds,
  zoomed,
  onZoom,
}: {
  evidenceIds: readonly string[];
  zoomed: boolean;
  onZoom: (zoomed: boolean) => void;
}) {
  const { t } = useTranslation('consoleReview');
  const [index, setIndex] = useState(0);
  const [turns, setTurns] = useState(0);
  const current = evidenceIds[index] ?? evidenceIds[0];
  const photo = useEvidence(current);
  return (
    <>
      <div className={styles['photo']}>
        {photo.url === undefined ? (
          photo.error === null ? (
            <Spin />
          ) : (
            <div role="alert">
              <p>{messageOf(photo.error)}</p>
              <button type="button" className="link plain-button" onClick={photo.retry}>
                {t('evidence.retry')}
              </button>
            </div>
          )
        ) : photo.isPaper && photo.file !== undefined ? (
          <div className={styles['sheet']}>
            <PaperView file={photo.file} save={<PaperLink evidenceId={current ?? ''} url={photo.url} />} />
          </div>
        ) : (
          <img
            src={photo.url}
            alt={t('evidence.photo', { number: index + 1, count: evidenceIds.length })}
            style={{ transform: `rotate(${turns * 90}deg)` }}
          />
        )}
        {photo.isPaper ? null : (
          <PhotoTools
            number={index + 1}
            count={evidenceIds.length}
            onZoom={() => onZoom(true)}
            onTurn={() => setTurns(turns + 1)}
          />
        )}
      </div>
      <div className={styles['thumbs']}>
        {evidenceIds.map((evidenceId, number) => (
          <Thumb
            key={evidenceId}
            evidenceId={evidenceId}
            number={number + 1}
            on={number === index}
            onChoose={() => {
              setIndex(number);
              setTurns(0);
            }}
          />
        ))}
        <span className={`small quiet ${styles['note'] ?? ''}`}>{t('evidence.stripped')}</span>
      </div>
      {photo.url === undefined || photo.isPaper ? null : (
        // Only its preview is wanted, which opens elsewhere: what stands here would be a button without a name.
        <div hidden>
          <Image src={photo.url} alt="" preview={{ open: zoomed, onOpenChange: onZoom }} />
        </div>
      )}
    </>
  );
}

/** What is done with the photo that is shown; a paper has its own. */
function PhotoTools({
  number,
  count,
  onZoom,
  onTurn,
}: {
  number: number;
  count: number;
  onZoom: () => void;
  onTurn: () => void;
}) {
  const { t } = useTranslation('consoleReview');
  const tools = [
    { name: t('evidence.zoom'), icon: ZoomInOutlined, act: onZoom },
    { name: t('evidence.turn'), icon: RotateRightOutlined, act: onTurn },
    { name: t('evidence.full'), icon: ExpandOutlined, act: onZoom },
  ];
  return (
    <>
      <div className={styles['tools']}>
        {tools.map(({ name, icon, act }) => (
          <button key={name} type="button" onClick={act} aria-label={name} title={name}>
            <Icon of={icon} size={16} />
          </button>
        ))}
      </div>
      <span className={styles['caption']}>{t('evidence.photo', { number, count })}</span>
    </>
  );
}

function Thumb({
  evidenceId,
  number,
  on,
  onChoose,
}: {
  evidenceId: string;
  number: number;
  on: boolean;
  onChoose: () => void;
}) {
  const { t } = useTranslation('consoleReview');
  const photo = useEvidence(evidenceId);
  return (
    <button
      type="button"
      className={styles['thumb']}
      data-on={on}
      onClick={onChoose}
      aria-label={t('evidence.choose', { number })}
      aria-pressed={on}
    >
      {photo.url === undefined ? null : photo.isPaper ? (
        <Icon of={FilePdfOutlined} size={24} />
      ) : (
        <img src={photo.url} alt="" />
      )}
    </button>
  );
}
