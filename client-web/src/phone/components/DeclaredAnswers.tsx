import type { RuleTerms } from '@red-points/shared/contracts';
import type { Declarations } from '@red-points/shared/domain/rules';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './DeclaredAnswers.module.css';

export interface DeclaredAnswersProps {
  /** The rule's terms; nothing is shown where it asks nothing. */
  terms: Pick<RuleTerms, 'notEligible'> | undefined;
  value: Declarations;
  onChange: (value: Declarations) => void;
  /** Somebody tried to send: what is missing is said. */
  checked?: boolean;
}

/** 请先说明: what a rule asks about pay, each question with yes and no, neither chosen beforehand. */
export function DeclaredAnswers({ terms, value, onChange, checked = false }: DeclaredAnswersProps) {
  const { t } = useTranslation('ruleWords');
  const name = useId();
  const questions = terms?.notEligible ?? [];
  if (questions.length === 0) return null;
  return (
    <div className={styles.answers}>
      {questions.map((question) => {
        const missing = checked && value[question] === undefined;
        return (
          <fieldset key={question} data-wrong={missing}>
            <legend>{t(`question.${question}`)}</legend>
            {([false, true] as const).map((paid) => (
              <label key={String(paid)}>
                <input
                  type="radio"
                  name={`${name}.${question}`}
                  checked={value[question] === paid}
                  onChange={() => onChange({ ...value, [question]: paid })}
                />
                <span>{t(paid ? 'answer.yes' : 'answer.no')}</span>
              </label>
            ))}
            {missing ? <small role="alert">{t('answer.missing')}</small> : null}
            {value[question] === true ? <small role="alert">{t('answer.why')}</small> : null}
          </fieldset>
        );
      })}
    </div>
  );
}
