// Puts what the server says about single fields beside them.
import type { FormInstance, FormProps } from 'antd';
import { Problem } from '~/api/problem';

/** Shows each field error of `error` at the form's field of that pointer ("/new_owner/number" is ['new_owner', 'number'])
 * and moves to the first. Where all it had to say stands beside fields now, `write` forgets it, so that its ProblemAlert
 * does not say it again. */
export function showFieldErrors(form: FormInstance, error: unknown, write: { reset: () => void }): void {
  if (!(error instanceof Problem)) return;
  const placed = error.errors
    .map(({ pointer, detail }) => ({ name: pointer.split('/').slice(1), errors: [detail] }))
    .filter(({ name }) => name.length > 0 && form.getFieldInstance(name));
  if (placed.length === 0) return;
  form.setFields(placed);
  form.scrollToField(placed[0]?.name, { focus: true });
  if (placed.length === error.errors.length) write.reset();
}

/** For `onFinishFailed`: where the first mistake is a choice not made, moves to the first choice; Ant Design moves to fields only. */
export const focusChoice: NonNullable<FormProps['onFinishFailed']> = ({ errorFields }) => {
  const id = CSS.escape(errorFields[0]?.name.join('_') ?? '');
  document.querySelector<HTMLInputElement>(`[role="radiogroup"][id$="${id}"] input`)?.focus();
};
