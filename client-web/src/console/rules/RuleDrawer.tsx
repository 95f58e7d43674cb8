import { type RuleTerms, type RuleVersion, rules } from '@red-points/shared/contracts';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useRead } from '../../api/index.ts';
import { formatDate, formatMoment } from '../../components/formatters.ts';
import { CategoryTag } from '../../components/Tag.tsx';
import { RecordDrawer } from '../components/RecordDrawer.tsx';
import { useMay } from '../permissions.ts';
import { EarnPreview } from './EarnPreview.tsx';
import styles from './RuleDrawer.module.css';
import { RuleStateTag } from './RuleStateTag.tsx';
import { useEarnsWords, useExpiryWords } from './words.ts';

export interface RuleDrawerProps {
  code: string | undefined;
  onClose: () => void;
  onDraft: (from: RuleVersion) => void;
}

/** One rule with all its versions, what it would earn, and the next step of its life. */
export function RuleDrawer({ code, onClose, onDraft }: RuleDrawerProps) {
  const { t } = useTranslation('consoleRules');
  const may = useMay();
  const read = useRead(rules.versions, { params: { code: code ?? '' } }, { enabled: code !== undefined });
  const versions = read.data?.items ?? [];
  const newest = versions[0];
  return (
    <RecordDrawer
      open={code !== undefined}
      onClose={onClose}
      mark={code?.slice(0, 2) ?? ''}
      title={newest === undefined ? (code ?? '') : `${newest.code} ${newest.terms.title}`}
      tags={newest === undefined ? undefined : <CategoryTag category={newest.terms.category} />}
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
      {newest === undefined ? null : (
        <EarnPreview code={newest.code} {...(newest.state === 'draft' ? { terms: newest.terms } : {})} />
      )}
      {versions.map((version) => (
        <Version key={version.version} rule={version} />
      ))}
    </RecordDrawer>
  );
}

function Version({ rule }: { rule: RuleVersion }) {
  const { t } = useTranslation(['consoleRules', 'domain']);
  const earns = useEarnsWords();
  const expiry = useExpiryWords();
  const { terms } = rule;
  const capWords = ({ perDay, perMonth, perYear }: RuleTerms['caps']): string => {
    const words = [
      perDay === null ? undefined : t('cap.day', { points: perDay }),
      perMonth === null ? undefined : t('cap.month', { points: perMonth }),
      perYear === null ? undefined : t('cap.year', { points: perYear }),
    ].filter((each) => each !== undefined);
    return words.length === 0 ? t('none') : words.join(t('comma'));
  };
  const facts: [string, string][] = [
    [t('field.earns'), earns(terms)],
    [t('field.perEvent'), t('perEvent', { min: terms.pointsMinPerEvent, max: terms.pointsMaxPerEvent ?? t('none') })],
    [t('field.caps'), capWords(terms.caps)],
    [t('field.householdCaps'), capWords(terms.householdCaps)],
    [t('field.minutesMin'), terms.minutesMin === 0 ? t('none') : t('minutes', { count: terms.minutesMin })],
    [
      t('field.spendable'),
      terms.spendableProvenances.map((each) => t(`provenance.${each}`, { ns: 'domain' })).join(t('comma')),
    ],
    [t('field.publicity'), terms.publicityDays === 0 ? t('noPublicity') : t('days', { count: terms.publicityDays })],
    [t('field.expiry'), expiry(terms.expiry)],
    [
      t('field.holds'),
      terms.validUntil === null
        ? t('fromOn', { from: formatDate(terms.validFrom) })
        : t('fromTo', { from: formatDate(terms.validFrom), until: formatDate(terms.validUntil) }),
    ],
  ];
  if (terms.evidenceWanted !== '') facts.push([t('field.evidence'), terms.evidenceWanted]);
  if (terms.adoptedBy !== '') facts.push([t('field.adoptedBy'), terms.adoptedBy]);
  return (
    <section className={styles['version']}>
      <header>
        <b>{t('version', { version: rule.version })}</b>
        <RuleStateTag state={rule.state} />
        <span className="small quiet">
          {rule.publishedAt === null
            ? t('drafted', { moment: formatMoment(rule.createdAt) })
            : t('published', { moment: formatMoment(rule.publishedAt) })}
        </span>
        <Steps rule={rule} />
      </header>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
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
  return (
    <Button
      loading={retire.isPending}
      onClick={() =>
        modal.confirm({
          title: t('retire.title', { code: rule.code }),
          content: t('retire.what'),
          okText: t('retire.verb'),
          onOk: () => retire.mutateAsync({ params }).catch(refused),
        })
      }
    >
      {t('retire.verb')}
    </Button>
  );
}
