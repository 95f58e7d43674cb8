import ArrowRightOutlined from '@ant-design/icons-svg/es/asn/ArrowRightOutlined';
import { Icon } from '../../components/icons.tsx';
import styles from './TwoPersons.module.css';

export interface TwoPersonsProps {
  first: { name: string; part: string };
  second: { name: string; part: string };
  /** Whose turn it is; nobody's where it is over. */
  turn?: 'first' | 'second' | undefined;
}

/** One hands over, another one confirms: who they are and whose turn it is. */
export function TwoPersons({ first, second, turn }: TwoPersonsProps) {
  return (
    <div className={styles.persons}>
      <Person {...first} on={turn === 'first'} />
      <Icon of={ArrowRightOutlined} className="quiet" />
      <Person {...second} on={turn === 'second'} />
    </div>
  );
}

function Person({ name, part, on }: { name: string; part: string; on: boolean }) {
  return (
    <div className={styles.person} data-on={on}>
      <span className={styles.avatar} aria-hidden="true">
        {name.slice(0, 1).toUpperCase()}
      </span>
      <div>
        {name}
        <div className="small quiet">{part}</div>
      </div>
    </div>
  );
}
