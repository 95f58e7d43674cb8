import { type ReviewOffice, reviewOffice, reviews } from '@red-points/shared/contracts';
import { REVIEW_SERVICE_DAYS_MAX } from '@red-points/shared/domain/reviews';
import { Button, Form, InputNumber } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MoneyDialog } from '../components/MoneyDialog.tsx';
import { Panel } from '../parts/Panel.tsx';
import styles from './office.module.css';

/** The service target and the points from which on two people approve; changed from the street upwards. */
export function OfficeSettings({ office }: { office: ReviewOffice }) {
  const { t } = useTranslation('consoleReviewOffice');
  const [open, setOpen] = useState(false);
  const { serviceDays, secondApprovalFrom, setInUnitName, version, mayChange } = office.settings;
  const set = setInUnitName === null ? t('settings.setNowhere') : t('settings.setIn', { unit: setInUnitName });
  return (
    <Panel
      title={t('settings.title')}
      hint={set}
      padded
      extra={mayChange ? <Button onClick={() => setOpen(true)}>{t('settings.change')}</Button> : undefined}
    >
      <dl className={styles['facts']}>
        <dt>{t('settings.days')}</dt>
        <dd>
          <b>{t('settings.daysValue', { count: serviceDays })}</b>
        </dd>
        <dt>{t('settings.second')}</dt>
        <dd>
          {secondApprovalFrom === null
            ? t('settings.secondOff')
            : t('settings.secondValue', { points: secondApprovalFrom })}
        </dd>
      </dl>
      {mayChange ? null : <p className="small quiet">{t('settings.who')}</p>}
      <MoneyDialog
        endpoint={reviewOffice.set}
        params={{ unitId: office.unitId }}
        open={open}
        onClose={() => setOpen(false)}
        title={t('settings.dialog')}
        verb={t('settings.save')}
        explanation={t('settings.explanation')}
        done={t('settings.saved')}
        changes={[reviewOffice.get, reviews.list, reviews.get]}
        initialValues={{ serviceDays, secondApprovalFrom }}
        toBody={(values) => ({
          serviceDays: values['serviceDays'],
          secondApprovalFrom: values['secondApprovalFrom'] ?? null,
          version,
        })}
      >
        {(required) => (
          <>
            <Form.Item name="serviceDays" label={t('settings.days')} rules={[required]}>
              <InputNumber
                min={1}
                max={REVIEW_SERVICE_DAYS_MAX}
                precision={0}
                suffix={t('settings.daysUnit')}
                style={{ width: '100%' }}
              />
            </Form.Item>
            <Form.Item name="secondApprovalFrom" label={t('settings.secondField')} extra={t('settings.secondHint')}>
              <InputNumber
                min={1}
                max={1_000_000}
                precision={0}
                placeholder={t('settings.secondOff')}
                suffix={t('unit.points', { ns: 'common' })}
                style={{ width: '100%' }}
              />
            </Form.Item>
          </>
        )}
      </MoneyDialog>
    </Panel>
  );
}
