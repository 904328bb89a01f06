// A button for what cannot be taken back: says what will happen, and asks once.
import { Button, type ButtonProps, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  label: string;
  title: string;
  text: ReactNode;
  /** The dialog stays until it is settled; a failure closes it too: show its problem on the page. */
  onConfirm: () => Promise<unknown>;
  danger?: boolean;
  type?: NonNullable<ButtonProps['type']>;
  size?: NonNullable<ButtonProps['size']>;
}

export function ConfirmButton({
  label,
  title,
  text,
  onConfirm,
  danger = true,
  type = 'default',
  size = 'middle',
}: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);

  const confirm = async () => {
    setBusy(true);
    await onConfirm().catch(() => {}); // the mutation holds the error
    setBusy(false);
    setOpen(false);
  };

  return (
    <>
      <Button danger={danger} type={type} size={size} onClick={() => setOpen(true)}>
        {label}
      </Button>
      <Modal
        open={open}
        title={title}
        okText={label}
        okButtonProps={{ danger }}
        cancelText={t('actions.cancel')}
        confirmLoading={busy}
        onOk={() => void confirm()}
        onCancel={() => setOpen(false)}
      >
        {text}
      </Modal>
    </>
  );
}
