// The question before something unsent is left.
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';

export default function Leaving({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }) {
  const { t } = useTranslation();

  return (
    <Modal
      open
      title={t('unsent.title')}
      okText={t('unsent.stay')}
      cancelText={t('unsent.leave')}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      onOk={onStay}
      onCancel={onLeave}
    >
      {t('unsent.text')}
    </Modal>
  );
}
