import type { FormInstance, FormProps, FormRule } from 'antd';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { messageOf, ProblemError } from '../../api/index.ts';

type Names = (string | number)[];

const namesOf = (path: string): Names =>
  path
    .replace(/^body\./, '')
    .split('.')
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));

function valueAt(values: unknown, names: readonly PropertyKey[]): unknown {
  let value = values;
  for (const name of names) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[name];
  }
  return value;
}

export interface ContractFormOptions<Schema extends z.ZodType> {
  form: FormInstance;
  /** The body of the endpoint that the form sends. */
  schema: Schema;
  /** Turns what the form holds into what the endpoint takes (dates into text and the like). */
  toBody?: (values: Record<string, unknown>) => unknown;
  onValid: (body: z.output<Schema>) => void;
}

/**
 * The one form pattern: an antd form whose values are checked by the contract before they are sent, and whose fields
 * show what the contract or the server found wrong. Spread `formProps` on the Form; give `rule(name)` to items that
 * should be checked while typing; call `showProblem(error)` when the server refused.
 */
export function useContractForm<Schema extends z.ZodType>({
  form,
  schema,
  toBody,
  onValid,
}: ContractFormOptions<Schema>) {
  const { t } = useTranslation(['console', 'common']);
  const words = useCallback(
    (issue: { code: string | undefined; input: unknown }): string => {
      const missing = issue.input === undefined || issue.input === null || issue.input === '';
      return t(missing ? 'form.required' : 'form.invalid');
    },
    [t],
  );
  const showIssues = useCallback(
    (values: unknown, issues: readonly z.core.$ZodIssue[]) => {
      form.setFields(
        issues.map((issue) => ({
          name: issue.path as Names,
          errors: [words({ code: issue.code, input: valueAt(values, issue.path) })],
        })),
      );
      const [first] = issues;
      if (first !== undefined) form.scrollToField(first.path as Names, { focus: true });
    },
    [form, words],
  );
  const onFinish = useCallback(
    (values: Record<string, unknown>) => {
      const body = toBody === undefined ? values : toBody(values);
      const parsed = schema.safeParse(body);
      if (parsed.success) onValid(parsed.data);
      else showIssues(body, parsed.error.issues);
    },
    [schema, toBody, onValid, showIssues],
  );
  /** Puts the server's field errors on their fields; returns the words for everything else. */
  const showProblem = useCallback(
    (error: unknown): string => {
      const fields = error instanceof ProblemError ? error.fields : [];
      form.setFields(fields.map((field) => ({ name: namesOf(field.path), errors: [field.message] })));
      return messageOf(error);
    },
    [form],
  );
  const required = useMemo<FormRule>(() => ({ required: true, message: t('form.required') }), [t]);
  const formProps: FormProps = {
    form,
    layout: 'vertical',
    onFinish,
    scrollToFirstError: { focus: true },
  };
  return { formProps, showProblem, required };
}
