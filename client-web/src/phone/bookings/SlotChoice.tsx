import type { Slot } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { businessDate, formatDateWeekday, formatSpan, inOneLine } from '../../components/formatters.ts';
import { Tag } from '../../components/Tag.tsx';
import { ListSection, Row } from '../components/ListSection.tsx';
import { Nothing } from '../components/states.tsx';

/** The times of a service, day by day; one of them is chosen. */
export function SlotChoice({
  slots,
  chosenId,
  onChoose,
}: {
  slots: readonly Slot[];
  chosenId: string | undefined;
  onChoose: (slotId: string) => void;
}) {
  const { t } = useTranslation('bookings');
  if (slots.length === 0) {
    return (
      <Nothing title={t('noSlots')}>
        <span className="small">{t('noSlotsHint')}</span>
      </Nothing>
    );
  }
  return byDay(slots).map(([day, ofDay]) => (
    <ListSection key={day} title={formatDateWeekday(day)}>
      {ofDay.map((slot) => (
        <SlotRow
          key={slot.slotId}
          slot={slot}
          isChosen={slot.slotId === chosenId}
          onChoose={() => onChoose(slot.slotId)}
        />
      ))}
    </ListSection>
  ));
}

/** One time: what is free of it, and who helps. */
function SlotRow({ slot, isChosen, onChoose }: { slot: Slot; isChosen: boolean; onChoose: () => void }) {
  const { t } = useTranslation('bookings');
  const isFull = slot.left === 0;
  const helper = slot.helperName === null ? undefined : t('helper', { name: slot.helperName });
  return (
    <Row
      title={<b>{formatSpan(slot.startsAt, slot.endsAt, false)}</b>}
      below={inOneLine(helper, isFull ? undefined : t('left', { count: slot.left }))}
      end={isFull ? <Tag>{t('full')}</Tag> : isChosen ? <Tag tone="success">{t('chosen')}</Tag> : undefined}
      {...(isFull ? {} : { onOpen: onChoose })}
    />
  );
}

function byDay(items: readonly Slot[]): [string, Slot[]][] {
  const days = new Map<string, Slot[]>();
  for (const slot of items) {
    const day = businessDate(slot.startsAt);
    days.set(day, [...(days.get(day) ?? []), slot]);
  }
  return [...days];
}
