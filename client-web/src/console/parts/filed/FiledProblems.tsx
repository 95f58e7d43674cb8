import styles from './panels.module.css';

export interface FiledProblemsProps {
  label: string;
  problems: readonly { readonly code: string; readonly count: number }[];
  nameOf: (code: string) => string;
}

/** What is wrong with the rows of a filed list, most frequent first. */
export function FiledProblems({ label, problems, nameOf }: FiledProblemsProps) {
  if (problems.length === 0) return null;
  const most = Math.max(...problems.map(({ count }) => count));
  return (
    <section className={`card ${styles.panel}`}>
      <h2>{label}</h2>
      <ul className={styles.problems}>
        {problems.map(({ code, count }) => (
          <li key={code}>
            <span>{nameOf(code)}</span>
            <b>{count}</b>
            <i aria-hidden="true">
              <span style={{ width: `${(count / most) * 100}%` }} />
            </i>
          </li>
        ))}
      </ul>
    </section>
  );
}
