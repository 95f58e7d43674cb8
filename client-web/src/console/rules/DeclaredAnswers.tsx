import type { RuleTerms } from '@red-points/shared/contracts';
import { Form, Radio } from 'antd';
import { useTranslation } from 'react-i18next';

/** What a rule asks about pay, as fields of a claim's form: neither answer is chosen beforehand. */
export function DeclaredAnswers({
  terms,
  at = [],
}: {
  terms: Pick<RuleTerms, 'notEligible'> | undefined;
  /** Where the answers stand in the form; at its top unless said. */
  at?: readonly (string | number)[];
}) {
  const { t } = useTranslation('ruleWords');
  return (
    <>
      {(terms?.notEligible ?? []).map((question) => (
        <Form.Item
          key={question}
          name={[...at, 'declarations', question]}
          label={t(`question.${question}`)}
          extra={t('answer.why')}
          rules={[{ required: true, message: t('answer.missing') }]}
        >
          <Radio.Group
            options={[
              { value: false, label: t('answer.no') },
              { value: true, label: t('answer.yes') },
            ]}
          />
        </Form.Item>
      ))}
    </>
  );
}
