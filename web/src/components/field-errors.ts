// Puts what the server says about single fields beside them.
import type { FormInstance, FormProps } from 'antd';
import { Problem } from '~/api/problem';

/** Shows each field error of `error` at the form's field of that pointer ("/new_owner/number" is ['new_owner', 'number'])
 * and moves to the first. True where all it had to say stands beside fields now: nothing is left for a ProblemAlert. */
export function showFieldErrors(form: FormInstance, error: unknown): boolean {
  if (!(error instanceof Problem)) return false;
  const placed = error.errors
    .map(({ pointer, detail }) => ({ name: pointer.split('/').slice(1), errors: [detail] }))
    .filter(({ name }) => name.length > 0 && form.getFieldInstance(name));
  if (placed.length === 0) return false;
  form.setFields(placed);
  form.scrollToField(placed[0]?.name, { focus: true });
  return placed.length === error.errors.length;
}

/** For `onFinishFailed`: where the first mistake is a choice not made, moves to the first choice; Ant Design moves to fields only. */
export const focusChoice: NonNullable<FormProps['onFinishFailed']> = ({ errorFields }) => {
  const id = CSS.escape(errorFields[0]?.name.join('_') ?? '');
  document.querySelector<HTMLInputElement>(`[role="radiogroup"][id$="${id}"] input`)?.focus();
};
