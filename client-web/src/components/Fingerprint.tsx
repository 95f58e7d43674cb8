import styles from './Fingerprint.module.css';

/** A digest as people compare it: groups of four, a few to the line. */
export function Fingerprint({ digest, perLine }: { digest: string; perLine: 4 | 8 }) {
  const groups = digest.match(/.{1,4}/g) ?? [];
  const lines = Array.from({ length: Math.ceil(groups.length / perLine) }, (_none, at) =>
    groups.slice(at * perLine, (at + 1) * perLine).join(' '),
  );
  return (
    <code className={styles.fingerprint}>
      {lines.map((line) => (
        <span key={line}>{`${line} `}</span>
      ))}
    </code>
  );
}
