import { useTranslation } from 'react-i18next';
import { Card } from '../../phone/components/Card.tsx';
import { Row } from '../../phone/components/ListSection.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { useBack } from '../../phone/use-back.ts';
import { useActingPerson } from '../acting.ts';

/** Who does what for people who do not get along with the phone. */
export function HelpPage() {
  const { t } = useTranslation('resident');
  const back = useBack();
  const person = useActingPerson();
  return (
    <PhonePage title={t('help.title')} onBack={back}>
      <p>{t('help.lead')}</p>
      <Card>
        <Row title={t('help.checkIn')} />
        <Row title={t('help.redeem')} />
        <Row title={t('help.claim')} />
      </Card>
      <p>{t('help.where', { unit: person?.unitName ?? '' })}</p>
    </PhonePage>
  );
}
