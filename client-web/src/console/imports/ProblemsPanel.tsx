import type { Import } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import styles from './panels.module.css';
import { problemName } from './row-words.ts';

/** What is wrong with the rows, most frequent first. */
export function ProblemsPanel({ record }: { record: Import }) {
  const { t } = useTranslation('consoleImports');
  if (record.problems.length === 0) return null;
  const most = Math.max(...record.problems.map((problem) => problem.count));
  return (
    <section className={`card ${styles.panel}`}>
      <h2>{t('problems', { count: record.counts.rejected })}</h2>
      <ul className={styles.problems}>
        {record.problems.map((problem) => (
          <li key={problem.code}>
            <span>{problemName(problem.code)}</span>
            <b>{problem.count}</b>
            <i aria-hidden="true">
              <span style={{ width: `${(problem.count / most) * 100}%` }} />
            </i>
          </li>
        ))}
      </ul>
    </section>
  );
}
