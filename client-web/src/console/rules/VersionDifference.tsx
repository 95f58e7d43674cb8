import { type RuleDifference, rules } from '@red-points/shared/contracts';
import type { FieldValue } from '@red-points/shared/domain/rules';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { useRuleWords } from '../../features/rules/words.ts';
import { Trouble } from '../components/Trouble.tsx';
import styles from './VersionDifference.module.css';

export interface VersionDifferenceProps {
  code: string;
  before: number;
  after: number;
}

/** What differs between two versions: field by field, and what usual deeds would earn. */
export function VersionDifference({ code, before, after }: VersionDifferenceProps) {
  const read = useRead(rules.difference, { params: { code }, query: { before, after } });
  if (read.error !== null) return <Trouble error={read.error} onRetry={() => void read.refetch()} />;
  if (read.data === undefined) return <Skeleton active title={false} paragraph={{ rows: 3 }} />;
  return <DifferenceTable difference={read.data} />;
}

export function DifferenceTable({ difference }: { difference: RuleDifference }) {
  const { t } = useTranslation(['consoleRules', 'ruleWords']);
  const words = useRuleWords();
  const { changes, examples, before, after } = difference;
  if (changes.length === 0) return <p className="quiet">{t('difference.none')}</p>;
  return (
    <div className={styles.difference}>
      <table>
        <thead>
          <tr>
            <th>{t('difference.field')}</th>
            <th>{t('difference.before', { version: before })}</th>
            <th>{t('difference.after', { version: after })}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ field, before: old, after: next }) => (
            <tr key={field}>
              <th scope="row">{t(`field.${field}`, { ns: 'ruleWords' })}</th>
              <td>
                <del>{words.value(field, old as FieldValue)}</del>
              </td>
              <td>
                <ins>{words.value(field, next as FieldValue)}</ins>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {examples.length === 0 ? (
        <p className="small quiet">{t('difference.noExamples')}</p>
      ) : (
        <>
          <h4>{t('difference.examples')}</h4>
          <table>
            <tbody>
              {examples.map((example) => (
                <tr key={`${example.minutes}.${example.cases}`}>
                  <th scope="row">
                    {example.cases > 1
                      ? t('difference.event.cases', { count: example.cases })
                      : t('difference.event.minutes', { minutes: example.minutes })}
                  </th>
                  <td>{t('points', { points: example.before })}</td>
                  <td>
                    <b>{t('points', { points: example.after })}</b>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </div>
  );
}
