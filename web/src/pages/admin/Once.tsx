// A secret that is shown once: a link or a key, with a button that copies it. It goes with the dialog.
import { Alert, Button, Input, type InputRef, Modal } from 'antd';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFocusBack } from '~/components/focus-back';

interface Props {
  title: string;
  /** What it is good for and how long. */
  text: string;
  label: string;
  secret: string | null;
  onClose: () => void;
}

export function Once({ title, text, label, secret, onClose }: Props) {
  useFocusBack();
  const { t } = useTranslation('admin');
  const field = useRef<InputRef>(null);
  const [copied, setCopied] = useState<'no' | 'yes' | 'byHand'>('no');
  const id = useId();

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(secret ?? '');
      setCopied('yes');
    } catch {
      field.current?.select(); // without TLS the browser lends no clipboard
      setCopied('byHand');
    }
  };
  const close = () => {
    setCopied('no');
    onClose();
  };

  return (
    <Modal
      open={secret !== null}
      title={title}
      mask={{ closable: false }}
      onCancel={close}
      footer={
        <Button type="primary" onClick={close}>
          {t('once.close')}
        </Button>
      }
    >
      <Alert type="warning" showIcon title={text} />
      <p className="once">
        <label htmlFor={id}>{label}</label>
        <Input id={id} ref={field} readOnly value={secret ?? ''} onFocus={(event) => event.target.select()} />
        <Button onClick={() => void copy()}>{t('once.copy')}</Button>
      </p>
      <p role="status">{copied !== 'no' && t(copied === 'yes' ? 'once.copied' : 'once.byHand')}</p>
    </Modal>
  );
}
