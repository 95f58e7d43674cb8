import { type RuleVersion, rules } from '@red-points/shared/contracts';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useRead } from '../../api/index.ts';
import { formatDate, formatMoment } from '../../components/formatters.ts';
import { CategoryTag, Tag } from '../../components/Tag.tsx';
import { useMay } from '../../features/use-may.ts';
import { RecordDrawer } from '../components/RecordDrawer.tsx';
import { useUnit } from '../unit.tsx';
import { AdoptionDialog } from './AdoptionDialog.tsx';
import { EarnPreview } from './EarnPreview.tsx';
import styles from './RuleDrawer.module.css';
import { RulePhaseTag } from './RulePhaseTag.tsx';
import { VersionDifference } from './VersionDifference.tsx';
import { VersionFacts } from './VersionFacts.tsx';

export interface RuleDrawerProps {
  code: string | undefined;
  onClose: () => void;
  onDraft: (from: RuleVersion) => void;
}

/** One rule with all its versions, what it would earn, what changed between them, and the next step of its life. */
export function RuleDrawer({ code, onClose, onDraft }: RuleDrawerProps) {
  const { t } = useTranslation('consoleRules');
  const may = useMay();
  const { unitId } = useUnit();
  const [adopting, setAdopting] = useState<RuleVersion>();
  const read = useRead(
    rules.versions,
    { params: { code: code ?? '' }, query: { unitId } },
    { enabled: code !== undefined && unitId !== '' },
  );
  const versions = read.data?.items ?? [];
  const newest = versions[0];
  const shown = versions.find(({ phase }) => phase === 'in_force') ?? newest;
  return (
    <>
      <RecordDrawer
        open={code !== undefined}
        onClose={onClose}
        mark={code?.slice(0, 2) ?? ''}
        title={shown === undefined ? (code ?? '') : `${shown.code} ${shown.terms.title}`}
        tags={shown === undefined ? undefined : <CategoryTag category={shown.terms.category} />}
        subtitle={newest === undefined ? undefined : <span>{t('versions', { count: versions.length })}</span>}
        loading={read.isPending}
        error={read.error}
        onRetry={() => void read.refetch()}
        footerNote={t('neverEdited')}
        footer={
          newest !== undefined && newest.state !== 'draft' && may('rules.manage') ? (
            <Button onClick={() => onDraft(newest)}>{t('draft.next')}</Button>
          ) : undefined
        }
      >
        {shown === undefined ? null : (
          <EarnPreview
            key={shown.version}
            code={shown.code}
            version={shown.version}
            choosePerson={may('people.read')}
          />
        )}
        {versions.map((version, index) => (
          <Version
            key={version.version}
            rule={version}
            earlier={versions[index + 1]}
            onAdopt={() => setAdopting(version)}
          />
        ))}
      </RecordDrawer>
      <AdoptionDialog rule={adopting} onClose={() => setAdopting(undefined)} />
    </>
  );
}

interface VersionProps {
  rule: RuleVersion;
  earlier: RuleVersion | undefined;
  onAdopt: () => void;
}

function Version({ rule, earlier, onAdopt }: VersionProps) {
  const { t } = useTranslation(['consoleRules', 'ruleWords']);
  const may = useMay();
  // What waits to be published or to begin is read beside what holds.
  const [compared, setCompared] = useState(rule.phase === 'draft' || rule.phase === 'scheduled');
  return (
    <section className={styles.version}>
      <header>
        <b>{t('version', { version: rule.version })}</b>
        <RulePhaseTag phase={rule.phase} />
        {rule.terms.ruleSet === 'emergency' ? <Tag tone="danger">{t('set.emergency')}</Tag> : null}
        <span className="small quiet">
          {rule.phase === 'scheduled'
            ? t('waits', { date: formatDate(rule.terms.validFrom) })
            : rule.publishedAt === null
              ? t('drafted', { moment: formatMoment(rule.createdAt) })
              : t('published', { moment: formatMoment(rule.publishedAt) })}
        </span>
        <Steps rule={rule} />
      </header>
      <div className={styles.links}>
        {earlier === undefined ? null : (
          <Button size="small" aria-expanded={compared} onClick={() => setCompared(!compared)}>
            {t('difference.verb')}
          </Button>
        )}
        {rule.adoption === null && may('rules.manage') ? (
          <Button size="small" onClick={onAdopt}>
            {t('adoption.verb')}
          </Button>
        ) : null}
      </div>
      {earlier !== undefined && compared ? (
        <VersionDifference code={rule.code} before={earlier.version} after={rule.version} />
      ) : null}
      <VersionFacts rule={rule} />
    </section>
  );
}

function Steps({ rule }: { rule: RuleVersion }) {
  const { t } = useTranslation('consoleRules');
  const may = useMay();
  const { message, modal } = App.useApp();
  const changes = [rules.list, rules.versions];
  const refused = (error: unknown): void => void message.warning(messageOf(error), 6);
  const publish = useChange(rules.publish, { changes, onDone: () => void message.success(t('publish.done')) });
  const retire = useChange(rules.retire, { changes, onDone: () => void message.success(t('retire.done')) });
  if (!may('rules.manage')) return null;
  const params = { code: rule.code, version: rule.version };
  if (rule.state === 'draft') {
    return (
      <Button
        type="primary"
        loading={publish.isPending}
        onClick={() =>
          modal.confirm({
            title: t('publish.title', { code: rule.code, version: rule.version }),
            content: t('publish.what'),
            okText: t('publish.verb'),
            onOk: () => publish.mutateAsync({ params }).catch(refused),
          })
        }
      >
        {t('publish.verb')}
      </Button>
    );
  }
  if (rule.state === 'retired') return null;
  const waits = rule.phase === 'scheduled';
  const verb = t(waits ? 'retire.callOff' : 'retire.verb');
  return (
    <Button
      loading={retire.isPending}
      onClick={() =>
        modal.confirm({
          title: t(waits ? 'retire.callOffTitle' : 'retire.title', { code: rule.code }),
          content: t(waits ? 'retire.callOffWhat' : 'retire.what'),
          okText: verb,
          onOk: () => retire.mutateAsync({ params, body: {} }).catch(refused),
        })
      }
    >
      {verb}
    </Button>
  );
}
