import type { Overview } from '@red-points/shared/contracts';
import { Empty, Segmented, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../components/formatters.ts';
import { Panel } from '../parts/Panel.tsx';
import { useUnit } from '../unit.tsx';
import styles from './SubUnitsPanel.module.css';
import { squarify } from './treemap.ts';

const MEASURES = ['subjects', 'items', 'issued'] as const;
type Measure = (typeof MEASURES)[number];
type Child = Overview['children'][number];

/** Width ÷ height of the map on a usual screen. */
const ASPECT = 2.9;
/** Tiles narrower or lower than this share show their name only as a title. */
const NARROW = 0.075;
const LOW = 0.2;

/** The units directly below: they add up to the number above. */
export function SubUnitsPanel({ overview }: { overview: Overview | undefined }) {
  const { t } = useTranslation('consoleHome');
  const [measure, setMeasure] = useState<Measure>('issued');
  const total = overview?.children.reduce((sum, child) => sum + child[measure], 0) ?? 0;
  const above = overview?.[measure].value ?? 0;
  const count = overview?.children.length ?? 0;
  const hint =
    overview === undefined
      ? undefined
      : t(total === above ? 'tree.sum' : 'tree.sumDiffers', {
          count,
          value: amount(t, measure, total),
          above: amount(t, measure, above),
        });
  return (
    <Panel
      title={t('tree.title')}
      hint={hint}
      extra={
        <Segmented
          size="small"
          value={measure}
          onChange={setMeasure}
          aria-label={t('tree.measure')}
          options={MEASURES.map((value) => ({ value, label: t(`${value}.name`) }))}
        />
      }
      padded
    >
      {overview === undefined ? <Skeleton active title={false} paragraph={{ rows: 6 }} /> : null}
      {overview !== undefined && total === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('tree.none')} />
      ) : null}
      {overview !== undefined && total > 0 ? <TreeMap overview={overview} measure={measure} /> : null}
    </Panel>
  );
}

type Words = ReturnType<typeof useTranslation<'consoleHome'>>['t'];
const amount = (t: Words, measure: Measure, value: number): string =>
  t(`tree.amount.${measure}`, { value: formatNumber(value) });

function TreeMap({ overview, measure }: { overview: Overview; measure: Measure }) {
  const { t } = useTranslation('consoleHome');
  const { choose } = useUnit();
  const tiles = squarify(overview.children, (child: Child) => child[measure], ASPECT);
  const largest = tiles[0]?.item[measure] ?? 1;
  return (
    <ul className={styles['map']}>
      {tiles.map(({ item, x, y, width, height }) => {
        const own = item.unitId === overview.unitId;
        const second = measure === 'subjects' ? 'issued' : 'subjects';
        const small = width < NARROW || height < LOW;
        const full = `${item.name} ${amount(t, measure, item[measure])} · ${amount(t, second, item[second])}`;
        return (
          <li
            key={item.unitId}
            style={{ left: `${x * 100}%`, top: `${y * 100}%`, width: `${width * 100}%`, height: `${height * 100}%` }}
          >
            <button
              type="button"
              disabled={own}
              title={full}
              // Where there is room the tile is named by its own words; the title says the rest.
              aria-label={small ? full : undefined}
              data-small={small}
              style={{ ['--weight' as string]: `${Math.round(34 + 66 * (item[measure] / largest))}%` }}
              onClick={() => choose(item.unitId)}
            >
              <b>{own ? t('tree.own') : shortName(item.name, overview.unitName)}</b>
              <span>{amount(t, measure, item[measure])}</span>
              <span className="small">{amount(t, second, item[second])}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** A grid without the name of its community, which stands at the top of the page. */
function shortName(name: string, above: string): string {
  return name.startsWith(above) && name.length > above.length ? name.slice(above.length) : name;
}
