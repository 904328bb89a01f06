// The fields that name a new owner: name and number, the number checked as it is typed. In a form whose fields are named as the
// server's, so that what the server says lands beside them.
import { Form, Input, Select } from 'antd';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Schema } from '~/api/client';
import { flawWhileTyping, type NumberFlaw, type NumberKind, numberFlaw } from '~/numbers/check';

type OwnerKind = Schema['OwnerKind'];

const NAME_MAX = 200;
const NUMBER_MAX = 128;
const PERSON_KINDS: readonly NumberKind[] = [
  'resident-id',
  'residence-permit',
  'permanent-resident',
  'passport-mrz',
];

/** What the form holds under `new_owner`. */
export interface OwnerFieldValues {
  name?: string;
  number_kind?: NumberKind;
  number?: string;
}

/** The claim as the server takes it; null where nothing was filled in. */
export function claimOf(kind: OwnerKind, values: OwnerFieldValues | undefined): Schema['Claim'] | null {
  const name = values?.name?.trim();
  const number = values?.number?.trim();
  if (!name || !number) return null;
  return {
    kind,
    name,
    number,
    number_kind: kind === 'enterprise' ? 'uscc' : (values?.number_kind ?? 'resident-id'),
  };
}

function flawText(flaw: NumberFlaw, t: TFunction<'guide'>): string {
  const { position, found, expected } = flaw;
  if (flaw.reason === 'alphabet' && expected)
    return t('number.flaw.lookAlike', { position, found, expected });
  return t(`number.flaw.${flaw.reason}`, { position, found, expected });
}

interface Props {
  kind: OwnerKind;
  /** Both may stay empty, but not one alone. */
  optional?: boolean;
  /** The member of the form that holds them, named as the server's. */
  under?: 'new_owner' | 'owner';
}

export function OwnerFields({ kind, optional = false, under = 'new_owner' }: Props) {
  const { t } = useTranslation('guide');
  const { t: words } = useTranslation('account');
  const form = Form.useFormInstance();
  const chosen: NumberKind | undefined = Form.useWatch([under, 'number_kind'], form);
  const numberKind: NumberKind = kind === 'enterprise' ? 'uscc' : (chosen ?? 'resident-id');

  const checkedBy = (check: typeof numberFlaw) => (_: unknown, text: string | undefined) => {
    const wrong = text?.trim() ? check(numberKind, text.trim()) : null;
    return wrong ? Promise.reject(new Error(flawText(wrong, t))) : Promise.resolve();
  };
  const filledWith =
    (other: 'name' | 'number', message: string) => (_: unknown, text: string | undefined) => {
      const needed = !optional || Boolean(form.getFieldValue([under, other])?.trim());
      return needed && !text?.trim() ? Promise.reject(new Error(message)) : Promise.resolve();
    };

  return (
    <>
      <Form.Item
        name={[under, 'name']}
        label={under === 'owner' ? words(`owner.name.${kind}`) : t(`owner.name.${kind}`)}
        extra={t(`owner.nameHint.${kind}`)}
        rules={[{ validator: filledWith('number', t(`owner.nameMissing.${kind}`)) }]}
      >
        <Input maxLength={NAME_MAX} autoComplete="off" aria-required={!optional} />
      </Form.Item>
      {kind === 'personal' && (
        <Form.Item name={[under, 'number_kind']} label={t('owner.numberKind')} initialValue="resident-id">
          <Select
            options={PERSON_KINDS.map((value) => ({ value, label: words(`number.${value}`) }))}
            onChange={() => {
              if (form.getFieldValue([under, 'number']))
                void form.validateFields([[under, 'number']]).catch(() => {});
            }}
          />
        </Form.Item>
      )}
      <Form.Item
        name={[under, 'number']}
        label={words(`number.${numberKind}`)}
        extra={t(`number.hint.${numberKind}`)}
        validateTrigger={['onChange', 'onBlur']}
        validateFirst
        rules={[
          { validator: checkedBy(flawWhileTyping), validateTrigger: ['onChange', 'onBlur'] },
          { validator: checkedBy(numberFlaw), validateTrigger: 'onBlur' },
          { validator: filledWith('name', t('owner.numberMissing')), validateTrigger: [] },
        ]}
      >
        <Input
          maxLength={NUMBER_MAX}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          className="number"
          aria-required={!optional}
        />
      </Form.Item>
    </>
  );
}
